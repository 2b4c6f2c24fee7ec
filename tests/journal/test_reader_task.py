import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from doudi.common.jobs import enqueue
from doudi.journal.actions import note, reader_task, wake_readers
from tests.factories.trail import AT, settle

pytestmark = pytest.mark.django_db(transaction=True)
SEEN: list[str] = []
READER = "tests-task"
pick_up = reader_task(READER, lambda entry: SEEN.append(entry.key))


@pytest.fixture(autouse=True)
def _no_jobs():
    SEEN.clear()
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s",
            [f"journal.pick_up.{READER}"],
        )
        return cursor.fetchone()[0]


def test_called_directly_it_picks_up() -> None:
    note(noun="visit", key=1, verb="record", at=AT)
    settle()
    assert pick_up(0) == 1
    assert SEEN == ["1"]


def test_waking_enqueues_each_reader_once() -> None:
    wake_readers()
    wake_readers()
    assert jobs() == 1


def test_the_worker_runs_it(monkeypatch) -> None:
    # The thread of a job must not leave its connection behind.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    note(noun="visit", key=2, verb="record", at=AT)
    settle()
    wake_readers()
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert SEEN == ["2"]


@app.task(name="tests.enqueue_and_fail")
def enqueue_and_fail() -> None:
    with transaction.atomic():
        enqueue("tests.never")
        transaction.set_rollback(True)
    enqueue("tests.later")


def test_a_job_that_a_job_enqueues_belongs_to_its_transaction(monkeypatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    enqueue("tests.enqueue_and_fail")
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE task_name LIKE 'tests.%'")
        names = {name for (name,) in cursor.fetchall()}
    assert names == {"tests.enqueue_and_fail", "tests.later"}
