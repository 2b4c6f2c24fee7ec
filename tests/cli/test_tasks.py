"""A job whose worker was killed runs again."""

import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from doudi.cli import tasks


@pytest.fixture
def jobs(transactional_db):
    """procrastinate's tables are not emptied after a transactional test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def doing(beat_seconds_ago: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [beat_seconds_ago],
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id)"
            " VALUES ('default', 'some.task', 'doing', %s) RETURNING id",
            [worker],
        )
        return int(cursor.fetchone()[0])


def reap() -> None:
    async def run(working) -> None:
        async with working.open_async():
            await tasks.rerun_stalled(SimpleNamespace(app=working), timestamp=0)

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        asyncio.run(run(working))


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def test_only_the_jobs_of_silent_workers_are_put_back(jobs):
    of_the_killed, of_the_living = doing(60), doing(1)
    reap()
    assert status_of(of_the_killed) == "todo"
    assert status_of(of_the_living) == "doing"


def test_a_stalled_job_whose_next_one_waits_holds_nobody_up(jobs):
    first, second = doing(60), doing(60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'x' WHERE id = %s", [first])
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock)"
            " VALUES ('default', 'x', 'todo', 'x') RETURNING id"
        )
        (waiting,) = cursor.fetchone()
    reap()
    assert status_of(second) == status_of(waiting) == "todo"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s", [first])
        assert cursor.fetchone() is None
