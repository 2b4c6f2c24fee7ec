"""A job whose connection breaks in the middle is done all the same, and none is left behind."""

from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from doudi.cli.worker import run_jobs
from doudi.common.jobs import enqueue
from doudi.journal.actions import note, reader_task
from doudi.journal.models import Cursor, Entry
from tests.factories.trail import AT, settle

READER = "tests-steady"
STARTED: list[str] = []
DONE: list[str] = []


def lose_the_database() -> None:
    """As `pg_terminate_backend` or an end of PostgreSQL would; the next statement meets it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@app.task(name="tests.loses", queueing_lock="tests.loses")
def loses() -> None:
    STARTED.append("loses")
    with transaction.atomic():
        if STARTED == ["loses"]:
            lose_the_database()
    DONE.append("loses")


@app.task(name="tests.loses_while_next_waits", queueing_lock="tests.loses_while_next_waits")
def loses_while_next_waits() -> None:
    STARTED.append("first")
    if STARTED == ["first"]:
        enqueue("tests.loses_while_next_waits", once="tests.loses_while_next_waits")
        lose_the_database()
    DONE.append("first")


def handle(entry: Entry) -> None:
    STARTED.append(entry.key)
    if [entry.key] == STARTED:
        lose_the_database()
    DONE.append(entry.key)


pick_up = reader_task(READER, handle)


@app.task(name="tests.breaks")
def breaks() -> None:
    STARTED.append("breaks")
    raise ValueError


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db, monkeypatch):
    """The thread of a job must not leave its connection behind."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    STARTED.clear()
    DONE.clear()
    yield
    ask("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def ask(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def left() -> list[tuple]:
    """Jobs of this file. A worker that lives over a full minute adds those of the clock."""
    return ask(
        "SELECT task_name, status::text FROM procrastinate_jobs"
        f" WHERE task_name LIKE 'tests.%' OR (task_name LIKE '%.{READER}' AND status <> 'todo')"
    )


def test_a_job_that_loses_its_connection_is_done_at_last() -> None:
    enqueue("tests.loses")
    run_jobs(wait=False)
    assert STARTED == ["loses", "loses"]
    assert DONE == ["loses"]
    assert left() == []


def test_it_is_no_matter_that_the_next_one_waits_already() -> None:
    enqueue("tests.loses_while_next_waits", once="tests.loses_while_next_waits")
    run_jobs(wait=False)
    run_jobs(wait=False)  # the first may have looked for the next one before it was there
    assert DONE == ["first", "first"]
    assert left() == []


def test_a_reader_of_the_journal_goes_on_where_it_stood() -> None:
    for key in "ab":
        note(noun="visit", key=key, verb="record", at=AT)
    settle()
    enqueue(f"journal.pick_up.{READER}")
    run_jobs(wait=False)
    assert STARTED == ["a", "a", "b"]
    assert DONE == ["a", "b"]
    assert left() == []
    assert Cursor.objects.get(reader=READER).fault == ""


def test_any_other_fault_is_a_failure_at_once() -> None:
    enqueue("tests.breaks")
    run_jobs(wait=False)
    assert STARTED == ["breaks"]
    assert left() == [("tests.breaks", "failed")]


@app.task(name="tests.last_word")
def last_word() -> None:
    """Whoever writes down that this job is done finds the row locked, and then loses its line."""
    locked, done = Event(), Event()
    thread = Thread(target=hold_and_cut, args=(locked, done))
    thread.start()
    locked.wait(20)


def hold_and_cut(locked: Event, done: Event) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM procrastinate_jobs FOR UPDATE")
            locked.set()
            while not done.wait(0.05):
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
                )
                if cursor.fetchone():
                    done.set()
    finally:
        connections.close_all()


def test_a_broken_connection_at_the_last_word_leaves_no_job_behind() -> None:
    enqueue("tests.last_word")
    run_jobs(wait=False)
    assert left() == []
