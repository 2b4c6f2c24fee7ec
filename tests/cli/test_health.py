"""`/healthz` tells the truth about database and worker, and nothing about anybody."""

import json

import pytest
from django.db import connection
from django.test import RequestFactory

from config import health

ASK = RequestFactory().get("/healthz")


def beat(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "worker"), [(2, "ok"), (300, "silent"), (None, "silent")])
def test_a_beating_worker_is_ok_and_an_old_beat_is_silence(ago, worker):
    if ago is not None:
        beat(ago)
    answer = health.healthz(ASK)
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"database": "ok", "worker": worker}


def test_a_database_that_does_not_answer_is_503(monkeypatch, django_db_blocker):
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = health.healthz(ASK)
        connection.close()
    assert answer.status_code == 503
    assert json.loads(answer.content) == {"database": "down", "worker": "unknown"}
