"""The clock of a trial can be moved; no other."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from doudi.cli.clock import _wanted
from doudi.cli.marks import WrongDatabase, shift_clock
from doudi.common import clock
from doudi.common.clock import BEIJING

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+8d", NOW + timedelta(days=8)),
        ("+3h", NOW + timedelta(hours=3)),
        ("2026-10-09T08:30", datetime(2026, 10, 9, 8, 30, tzinfo=BEIJING)),
    ],
)
def test_steps_and_moments_are_understood(text: str, expected: datetime) -> None:
    assert _wanted(text, NOW) == expected


def test_other_words_are_no_moment() -> None:
    with pytest.raises(ValueError):
        _wanted("tomorrow", NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["live", "demo"])
def test_a_database_without_the_mark_keeps_its_time(settings, mode: str) -> None:
    settings.DOUDI_MODE = mode
    with pytest.raises(WrongDatabase):
        shift_clock(timedelta(days=8))


@pytest.mark.django_db
def test_the_demos_clock_moves(settings) -> None:
    settings.DOUDI_MODE = "demo"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE demo_stamp (mode text, clock_offset_seconds bigint)")
        cursor.execute("INSERT INTO demo_stamp VALUES ('demo', 0)")
    before = clock.now()
    shift_clock(timedelta(days=8))
    assert timedelta(days=8) <= clock.now() - before < timedelta(days=8, minutes=1)
