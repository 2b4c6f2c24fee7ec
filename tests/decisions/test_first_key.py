"""The first two cases of a month at once: one key, and nobody is sent back."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.decisions.actions.draws import make_key
from doudi.decisions.models import DrawKey
from tests.factories import accounts

MONTH = date(2026, 9, 1)


@pytest.mark.django_db(transaction=True)
def test_two_first_cases_of_a_month_share_its_key():
    place = accounts.place(accounts.DISTRICT)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first = _key(place)
            later = other.submit(_key_of_another, place)
            _await_a_lock()
        assert later.result(30) == first.pk
    assert DrawKey.objects.get().pk == first.pk


def _key(place) -> DrawKey:
    return make_key(
        place=place, programme="dibao", month=MONTH, by=System("opinion"), at=beijing(MONTH)
    )


def _key_of_another(place):
    try:
        return _key(place).pk
    finally:
        connection.close()


def _await_a_lock() -> None:
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else who came later is not seen
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("the other one did not wait")
