"""Our adapter against a gateway that delays, repeats, fails and forgets to answer."""

import logging
from datetime import timedelta

import pytest

from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging import actions, jobs, queries, rules, tasks
from doudi.messaging.models import Message
from tests.factories import accounts
from tests.factories.trail import AT, OFFICER
from tests.messaging.gateway import running

pytestmark = pytest.mark.django_db
NUMBER = "13800138000"
rules.register("tests.gateway", "新消息", "{place}有一条新消息。", ("place",))


def send(once: str = "g:1") -> Message:
    return actions.send(
        to=rules.phone(NUMBER), template="tests.gateway", values={"place": "长春镇"}, by=OFFICER,
        at=AT, noun="application", key=1, once=once,
    )  # fmt: skip


def deliver(message: Message, at=AT) -> Message:
    return actions.deliver(message_id=message.pk, by=System("tests"), at=at)


def until_sent(message: Message, most: int = 8) -> int:
    """Tries as the job does; how many it took."""
    for number in range(1, most + 1):
        try:
            if deliver(message).state != "waiting":
                return number
        except actions.Undelivered:
            continue
    return most


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(actions, "TIMEOUT", 0.3)


def test_a_message_is_counted_once_whatever_happens_on_the_way(settings):
    moods = ("hang up", "drop", "503", "slow", "garbage", "429", "moved", "ok")
    with running(*moods) as gateway:
        settings.DOUDI_SMS_GATEWAY = gateway.url
        message = send()
        assert until_sent(message) == len(moods)
    message.refresh_from_db()
    assert message.state == "sent"
    assert gateway.sent == {actions.key_of(message): "长春镇有一条新消息。"}
    assert len({one["key"] for one in gateway.tries}) == 1
    assert len(gateway.tries) == len(moods)


def test_two_messages_have_two_keys(settings):
    with running() as gateway:
        settings.DOUDI_SMS_GATEWAY = gateway.url
        deliver(send("g:1"))
        deliver(send("g:2"))
    assert len(gateway.sent) == 2


def test_a_message_sent_before_is_not_sent_again(settings):
    with running() as gateway:
        settings.DOUDI_SMS_GATEWAY = gateway.url
        message = send()
        deliver(message)
        deliver(message)
        tasks.deliver(message.pk)
    assert len(gateway.tries) == 1


def test_the_number_is_in_the_body_alone(settings, caplog):
    with caplog.at_level(logging.DEBUG), running("503", "garbage", "422") as gateway:
        settings.DOUDI_SMS_GATEWAY = gateway.url
        message = send()
        for _ in range(2):
            with pytest.raises(actions.Undelivered) as failed:
                deliver(message)
            assert NUMBER not in repr(failed.value)
            assert failed.value.__cause__ is None
        assert deliver(message).fault == "gateway_422"
    assert [one["to"] for one in gateway.tries] == [NUMBER] * 3
    assert NUMBER not in caplog.text
    assert NUMBER not in gateway.url
    assert NUMBER not in str([(e.key, e.reason, e.detail) for e in Entry.objects.all()])
    assert NUMBER not in actions.key_of(message)


def test_each_try_comes_later_and_the_last_gives_up():
    (task,) = [task for task in tasks.app.tasks.values() if task.name == jobs.DELIVER]
    strategy = task.retry_strategy
    waits = [3**number for number in range(1, strategy.max_attempts)]
    assert strategy.exponential_wait == 3
    assert sum(waits) > actions.GIVE_UP_AFTER.total_seconds()


def test_what_was_never_taken_has_failed_and_is_seen(settings, monkeypatch, client):
    with running(*["503"] * 2) as gateway:
        settings.DOUDI_SMS_GATEWAY = gateway.url
        message = send()
        with pytest.raises(actions.Undelivered):
            tasks_at(monkeypatch, AT + timedelta(minutes=1), message)
        tasks_at(monkeypatch, AT + actions.GIVE_UP_AFTER, message)
    message.refresh_from_db()
    assert (message.state, message.fault) == ("failed", "gateway_silent")
    assert JournalEntry.objects.filter(noun="message", verb="failed", key=message.pk).exists()
    assert list(queries.undelivered(AT)) == [message]
    accounts.sign_in(client, accounts.officer("system_admin"))
    page = client.get("/desk/messaging/").content.decode()
    assert "短信网关多次没有回应" in page
    assert NUMBER not in page
    assert "没有送到的短信" in client.get("/desk/").content.decode()


def tasks_at(monkeypatch, at, message: Message) -> None:
    monkeypatch.setattr(tasks.clock, "now", lambda: at)
    tasks.deliver(message.pk)


def test_what_waits_too_long_is_seen_before_it_fails():
    message = send()
    assert not queries.undelivered(AT + timedelta(minutes=30)).exists()
    assert list(queries.undelivered(AT + timedelta(hours=2))) == [message]


def test_somebody_sends_it_again_or_takes_it_off_the_list(settings, client):
    with running("422", "ok") as gateway:
        settings.DOUDI_SMS_GATEWAY = gateway.url
        message = deliver(send())
        accounts.sign_in(client, accounts.officer("system_admin"))
        assert client.post(f"/desk/messaging/{message.pk}/again/").status_code == 302
        assert deliver(message).state == "sent"
    assert gateway.sent == {actions.key_of(message): "长春镇有一条新消息。"}
    other = send("g:9")
    Message.objects.filter(pk=other.pk).update(state="failed")
    client.post(f"/desk/messaging/{other.pk}/aside/")
    assert not queries.failed_messages().exists()
