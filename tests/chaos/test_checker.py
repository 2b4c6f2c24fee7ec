"""The checker of the kills sees a loss and a repeat that were planted: it can fail."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from doudi.applications.actions import applications as actions
from doudi.audit.actions import record, seal
from doudi.audit.models import RequestKey
from doudi.files.actions import store
from doudi.files.queries import path_of
from doudi.messaging.models import Message
from tests.chaos.browser import Log, Sent
from tests.chaos.checker import Found, glance, look
from tests.factories import accounts, applications
from tests.factories.pictures import jpeg
from tests.factories.trail import TASK, by_hand, settle
from tests.messaging.gateway import Gateway

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]
AT = applications.AT


@pytest.fixture
def story(settings, tmp_path):
    """Begun and submitted over two forms, as the log and the product know them."""
    settings.DOUDI_ANCHORS = tmp_path / "anchors.jsonl"
    settings.DOUDI_FILES = tmp_path / "files"
    with connection.cursor() as cursor:  # no model, so the test before did not take it away
        cursor.execute("DELETE FROM procrastinate_jobs")
    who = accounts.citizen()
    made = applications.draft(by=who)
    actions.submit(application=made, by=who, at=AT)
    sent = [form("start", f"/apply/{made.key}/me/"), form("submit", f"/apply/{made.key}/done/")]
    told = SimpleNamespace(made=made, who=who, sent=sent, anchors=settings.DOUDI_ANCHORS)
    assert looked(told) == Found()
    return told


def form(what: str, location: str) -> Sent:
    """Sent, carried out and acknowledged."""
    one = Sent(str(uuid4()), what, "a case", "/", tries=1, status=302, location=location)
    RequestKey.objects.create(
        key=one.key, actor="user:1", path="/", status=302, location=location, at=AT
    )
    return one


def looked(story) -> Found:
    settle()
    seal(at=AT)
    return look(story.sent, Gateway(), story.anchors, AT.date())


def test_an_acknowledged_form_that_nobody_knows_is_lost(story):
    RequestKey.objects.filter(key=story.sent[1].key).delete()
    assert glance(Log(sent=story.sent), 0) == [
        "a case submit: acknowledged, and no such form is known"
    ]
    assert len(looked(story).lost) == 1


def test_a_form_whose_effect_is_gone_is_lost(story):
    by_hand("DELETE FROM audit_entry WHERE noun = 'application' AND verb = 'submit'")
    found = looked(story)
    assert found.lost == ["a case application.submit: 0 for 1"]
    assert any("entry_removed" in words for words in found.broken)


def test_a_form_that_was_never_answered_may_be_undone(story):
    RequestKey.objects.filter(key=story.sent[1].key).delete()
    by_hand("DELETE FROM audit_entry WHERE noun = 'application' AND verb = 'submit'")
    story.sent[1].status = 0
    assert looked(story).lost == []


def test_an_effect_that_came_twice_is_seen(story):
    record(by=story.who, at=AT, verb="submit", noun="application", key=story.made.pk)
    assert looked(story).duplicated == ["a case application.submit: 2 for 1"]


def test_two_answers_to_one_form_are_seen(story):
    story.sent[1].location = "/elsewhere/"
    assert looked(story).duplicated == ["a case submit: answered twice, differently"]


def test_a_message_that_was_made_twice_is_seen(story):
    again = Message.objects.first()
    again.pk, again.once = None, "again"
    again.save()
    assert len(looked(story).duplicated) == 1


def test_a_message_that_left_under_two_keys_is_seen(story):
    gateway = Gateway(tries=[{"key": "a", "id": 1}, {"key": "a", "id": 1}, {"key": "b", "id": 1}])
    found = look(story.sent, gateway, story.anchors, AT.date())
    assert found.duplicated == ["message 1: 2 keys at the gateway"]


def test_a_job_of_a_dead_worker_and_a_failed_one_are_seen(story):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        assert cursor.rowcount
    assert looked(story).broken


def test_a_file_that_cannot_be_read_is_seen(story):
    stored = store(
        content=jpeg(), kind="photo", owner_noun="test", owner_key=1, sensitivity="plain",
        by=TASK, at=AT,
    )  # fmt: skip
    assert looked(story).broken == []
    path_of(stored.stored).unlink()
    assert looked(story).broken == [f"file {stored.pk}: FileNotFoundError"]
