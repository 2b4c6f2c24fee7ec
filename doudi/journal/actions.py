"""Saying that something finished, and picking it up.

A later module reads with one line in its `tasks.py`:

    pick_up = reader_task("decisions", actions.take_note, nouns=("application", "person"))
"""

import logging
import traceback
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app

from doudi.common.jobs import enqueue
from doudi.common.transactions import action
from doudi.journal import queries
from doudi.journal.models import Cursor, Entry

logger = logging.getLogger(__name__)
CHANNEL = "doudi_journal"
_TASKS = "journal.pick_up."


@action
def note(*, noun: str, key: object, verb: str, at: datetime) -> Entry:
    """Write one entry in the caller's transaction and wake the readers when it commits."""
    entry = Entry.objects.create(noun=noun, key=str(key), verb=verb, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
    return entry


def pick_up(
    reader: str, handle: Callable[[Entry], None], *, limit: int = 500, nouns: Collection[str] = ()
) -> int:
    """Hand the entries since this reader's cursor to `handle`, in order; how many were handled.

    With `nouns`, only those about one of them; the cursor passes over the others.

    Each entry and the move of the cursor are one transaction. An entry that `handle` cannot take
    stops this reader there until it can; other readers go on. A second worker on the same reader
    returns at once. Entries of the caller's own open transaction are not settled, so not read.
    """
    Cursor.objects.get_or_create(reader=reader)
    count = 0
    while count < limit and _handle_next(reader, handle, nouns):
        count += 1
    return count


@action
def _handle_next(reader: str, handle: Callable[[Entry], None], nouns: Collection[str]) -> bool:
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(reader=reader).first()
    if cursor is None:
        return False
    last = queries.last_entry()  # asked first: what settles from now on is for the next time
    entry = queries.next_entry(cursor, nouns)
    if entry is None:
        _pass_over(cursor, last)
        return False
    try:
        with transaction.atomic():
            handle(entry)
    except Exception as error:
        if not connection.is_usable():  # the database is at fault, and not this entry
            raise
        _report(cursor, entry, error)
        return False
    _move(cursor, entry)
    return True


def _pass_over(cursor: Cursor, last: Entry | None) -> None:
    """So that the next look begins there, and costs the same however long the journal is."""
    if last and (last.xid, last.pk) > (cursor.xid, cursor.entry):
        _move(cursor, last)


def _move(cursor: Cursor, entry: Entry) -> None:
    cursor.xid, cursor.entry, cursor.fault = entry.xid, entry.pk, ""
    cursor.save(update_fields=["xid", "entry", "fault"])


def _report(cursor: Cursor, entry: Entry, error: Exception) -> None:
    # The message of an error may quote a value about a person: only its kind and place are kept.
    cursor.fault = type(error).__name__[:80]
    cursor.save(update_fields=["fault"])
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s stopped at entry %s: %s\n%s", cursor.reader, entry.pk, cursor.fault, frames)


def reader_task(
    reader: str, handle: Callable[[Entry], None], *, nouns: Collection[str] = ()
) -> Callable[[int], int]:
    """A task for one reader, run every minute and woken by each note; called directly it picks up.

    `nouns` are what it hears of; none named: everything.

    `handle` must be idempotent: an entry says what to look at, the tables say what is so.
    """
    name = _TASKS + reader

    def run(timestamp: int = 0) -> int:
        return pick_up(reader, handle, nouns=nouns)

    task: Any = app.task(name=name, queueing_lock=name)(run)
    app.periodic(cron="* * * * *", periodic_id=name)(task)
    return run


def wake_readers() -> None:
    """Enqueue every reader once; one that already waits is left alone."""
    for name in [name for name in app.tasks if name.startswith(_TASKS)]:
        enqueue(name, once=name, timestamp=0)
