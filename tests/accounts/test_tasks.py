"""Sessions that have run out are cleared each day, by the worker as it may."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from procrastinate.contrib.django import app

from doudi.accounts.tasks import NAME, clear_sessions
from doudi.cli.roles import WORKER, role
from doudi.common import clock


@pytest.fixture
def as_worker(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        cursor.execute(f'SET ROLE "{role(cursor.fetchone()[0], WORKER)}"')
        yield
        cursor.execute("RESET ROLE")


def session(seconds: int) -> str:
    """One that runs out in so many seconds."""
    kept = SessionStore()
    kept["typed"] = "something"
    kept.create()
    end = clock.now() + timedelta(seconds=seconds)
    Session.objects.filter(pk=kept.session_key).update(expire_date=end)
    return str(kept.session_key)


def test_only_sessions_that_have_run_out_go(as_worker):
    session(-86400)
    session(-1)
    alive = session(60)
    clear_sessions()
    assert [one.pk for one in Session.objects.all()] == [alive]


def test_counts_of_attempts_go_when_their_limit_is_over(as_worker):
    cache.set("an-hour-ago", [1.0], -1)
    cache.set("just-now", [1.0], 60)
    clear_sessions()
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM django_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:just-now"]


def test_no_count_of_attempts_is_pushed_out_by_those_of_others(db):
    """A thousand telephones in a day, or a machine that tries as many, free none of its limit."""
    numbers = [f"number-{n}" for n in range(1_000)]
    for number in numbers:
        cache.set(number, [1.0], 86_400)
    assert len(cache.get_many(numbers)) == len(numbers)


def test_it_comes_by_itself_each_day():
    tasks = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert tasks[NAME] == "0 19 * * *"
