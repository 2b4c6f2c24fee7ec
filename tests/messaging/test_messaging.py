import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.db import IntegrityError, connection

from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.messaging import actions, queries, rules, tasks
from doudi.messaging.models import Message
from tests.factories.trail import AT, OFFICER

pytestmark = pytest.mark.django_db
NUMBER = "13800138000"
PHONE = rules.phone(NUMBER)
ACCEPTED = rules.register("tests.accepted", "已受理", "{place}已受理您的申请。", ("place",))
CODE = rules.register("tests.code", "验证码", "验证码{code}。", ("code",), secrets=("code",))


def send(to=PHONE, template="tests.accepted", once="a:1", **values) -> Message:
    return actions.send(
        to=to,
        template=template,
        values=values or {"place": "长春镇"},
        by=OFFICER,
        at=AT,
        noun="application",
        key=1,
        once=once,
    )


def deliver(message: Message) -> Message:
    return actions.deliver(message_id=message.pk, by=System("tests"), at=AT)


@pytest.fixture(autouse=True)
def _no_jobs() -> None:
    """What an earlier test committed waits in the same table."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'messaging%'")


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'messaging%'")
        return cursor.fetchone()[0]


def test_a_phone_number_is_sealed_and_found_by_its_index() -> None:
    message = send()
    assert NUMBER not in str(message.__dict__)
    assert NUMBER.encode() not in bytes(message.address_sealed)
    assert queries.number_of(message) == NUMBER
    assert [letter.text for letter in queries.inbox(PHONE)] == ["长春镇已受理您的申请。"]
    assert queries.inbox(rules.phone("13900139000")) == []


def test_a_user_reads_it_at_once() -> None:
    message = send(rules.inbox_of(7))
    assert (message.state, message.sent_at) == ("sent", AT)
    (letter,) = queries.inbox(rules.inbox_of(7))
    assert (letter.title, letter.text) == ("已受理", "长春镇已受理您的申请。")
    assert jobs() == 0


def test_the_same_message_is_made_once() -> None:
    assert send() == send(place="沅江")
    assert Message.objects.count() == 1
    assert Entry.objects.count() == 1
    assert jobs() == 1


def test_the_trail_names_the_message_and_not_the_address() -> None:
    message = send()
    (entry,) = Entry.objects.all()
    assert (entry.verb, entry.noun, entry.key) == ("send", "message", str(message.pk))
    assert NUMBER not in str(entry.__dict__)


def test_a_code_is_stored_encrypted_and_not_shown_in_an_inbox() -> None:
    message = send(template="tests.code", code="482913")
    message.refresh_from_db()
    assert "482913" not in str(message.__dict__)
    assert queries.text_of(message) == "验证码482913。"
    assert [letter.text for letter in queries.inbox(PHONE)] == ["验证码……。"]


@pytest.mark.parametrize(
    "values",
    [{}, {"place": "x", "name": "y"}, {"place": NUMBER}, {"place": "长" * 61}],
)
def test_values_are_those_of_the_template_and_hold_no_number(values: dict) -> None:
    with pytest.raises(rules.WrongValues):
        rules.checked(ACCEPTED, values)


def test_a_link_may_hold_any_digits() -> None:
    link = "https://x.test/s/12345678901"
    assert rules.checked(ACCEPTED, {"place": link}) == {"place": link}


def test_templates_are_registered_once_with_all_their_fields() -> None:
    assert rules.register("tests.code", "验证码", "验证码{code}。", ("code",), secrets=("code",))
    with pytest.raises(rules.WrongValues):
        rules.register("tests.code", "另一个", "{code}", ("code",))
    with pytest.raises(rules.WrongValues):
        rules.register("tests.other", "x", "{name}", ())
    with pytest.raises(rules.UnknownTemplate):
        send(template="tests.unknown")


def test_the_demo_shows_the_phone(settings) -> None:
    deliver(send(template="tests.code", code="482913"))
    (shown,) = queries.phone_page()
    assert (shown.number, shown.text, shown.state) == (NUMBER, "验证码482913。", "sent")
    settings.DOUDI_MODE = "live"
    assert queries.phone_page() == []


def test_without_a_gateway_a_city_is_told(settings) -> None:
    settings.DOUDI_MODE = "live"
    message = deliver(send())
    assert (message.state, message.fault, message.sent_at) == ("waiting", "no_gateway", None)


@pytest.fixture
def gateway(settings):
    """A gateway that notes what it gets and gives its `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.seen.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(server.answer)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.seen, server.answer = [], 200
    thread = Thread(target=server.serve_forever)
    thread.start()
    settings.DOUDI_SMS_GATEWAY = f"http://127.0.0.1:{server.server_port}/sms"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_gateway_gets_number_and_text_once(gateway) -> None:
    message = send(template="tests.code", code="482913")
    tasks.deliver(message.pk)
    tasks.deliver(message.pk)
    assert gateway.seen == [{"id": message.pk, "to": NUMBER, "text": "验证码482913。"}]
    message.refresh_from_db()
    assert (message.state, message.secret) == ("sent", None)


def test_a_broken_gateway_leaves_the_message_waiting_for_the_next_try(gateway) -> None:
    message, gateway.answer = send(), 500
    with pytest.raises(actions.Undelivered) as failed:
        deliver(message)
    assert NUMBER not in str(failed.value)
    message.refresh_from_db()
    assert message.state == "waiting"
    gateway.answer = 200
    assert deliver(message).state == "sent"


def test_what_the_gateway_refuses_for_good_has_failed(gateway) -> None:
    gateway.answer = 422
    message = deliver(deliver(send()))
    assert (message.state, message.fault) == ("failed", "gateway_422")
    assert len(gateway.seen) == 1


def test_the_database_wants_exactly_one_address() -> None:
    message = send()
    message.user_id = 7
    with pytest.raises(IntegrityError):
        message.save()
