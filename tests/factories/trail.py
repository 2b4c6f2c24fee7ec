"""The trail and the journal for tests: actors, waiting for other transactions, hands in SQL."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from doudi.audit.actions import record
from doudi.audit.models import Entry
from doudi.common.actors import Officer, System
from doudi.journal.models import Entry as JournalEntry

OFFICER = Officer(user_id=7, post_id=3, office_id=2, duty="accept", name="李芳")
TASK = System("tests")
AT = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


def entry(key: object = 1, verb: str = "accept", **detail: object) -> Entry:
    return record(by=OFFICER, at=AT, verb=verb, noun="application", key=key, **detail)


def deliver(handle: Callable[[JournalEntry], None]) -> None:
    """Hand over all of the journal, also what this test's own open transaction noted.

    `pick_up` rightly leaves that out, so a test with the `db` fixture calls the handler by this.
    """
    for noted in JournalEntry.objects.order_by("id"):
        handle(noted)


def settle() -> None:
    """Wait until every transaction begun before now, in any database here, has ended.

    A test beside this one may hold its own for as long as it runs, so the limit is far off.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        mine = cursor.fetchone()[0]
        for _ in range(6000):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] > mine:
                return
            time.sleep(0.05)
    raise AssertionError("another transaction stays open")


@contextmanager
def superuser() -> Iterator[None]:
    """No trigger fires: what someone with the database's own password can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


def by_hand(sql: str, *values: object) -> None:
    with superuser(), connection.cursor() as cursor:
        cursor.execute(sql, values)
