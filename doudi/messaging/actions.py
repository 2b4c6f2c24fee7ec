"""The outbox."""

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings

from doudi.audit.actions import record
from doudi.common import crypto
from doudi.common.actors import Actor, Officer
from doudi.common.language import in_chinese
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.messaging import guards, jobs, queries, rules, states
from doudi.messaging.models import Message

TIMEOUT = 10  # seconds
# Tried again ever more rarely; then it counts as failed, and somebody sees it.
GIVE_UP_AFTER = timedelta(hours=6)


class Undelivered(Exception):
    """The gateway did not take the message; the job tries again later."""


@action
@in_chinese
def send(
    *,
    to: rules.Address,
    template: str,
    values: Mapping[str, object],
    by: Actor,
    at: datetime,
    noun: str,
    key: object,
    once: str,
) -> Message:
    """Put one message in the outbox; the same `once` again gives the message already there.

    A `user` reads it in the portal at once; a `phone` gets it by a job. Raises UnknownTemplate or
    WrongValues where code and template disagree. `once` and `key` hold ids only.
    """
    found = rules.template(template)
    texts = rules.checked(found, values)
    secret = {name: texts[name] for name in sorted(found.secrets)}
    message, created = Message.objects.get_or_create(
        once=once,
        defaults={
            "template": template,
            "values": {name: texts[name] for name in texts.keys() - secret.keys()},
            "secret": _sealed(once, "secret", json.dumps(secret)) if secret else None,
            "noun": noun,
            "key": str(key),
            "created_at": at,
            **_address(to, once, at),
        },
    )
    if created:
        record(by=by, at=at, verb="send", noun="message", key=message.pk, template=template)
        if message.state == states.WAITING:
            jobs.deliver_later(message.pk)
    return message


def _address(to: rules.Address, once: str, at: datetime) -> dict[str, object]:
    if to.kind == rules.USER:
        inbox = {"address_kind": rules.USER, "user_id": int(to.value)}
        return inbox | {"state": states.SENT, "sent_at": at}
    return {
        "address_kind": rules.PHONE,
        "address_sealed": _sealed(once, "address", to.value),
        "address_index": crypto.blind_index(rules.PHONE, to.value),
    }


def _sealed(once: str, column: str, text: str) -> bytes:
    return crypto.seal(queries.context_of(once, column), text)


@action
def deliver(*, message_id: int, by: Actor, at: datetime) -> Message:
    """Hand a waiting message to the gateway. Raises Undelivered, so that its job tries again.

    What the gateway says it will never take has failed, with its answer as `fault`. In a demo
    without a gateway the demo's phone page is the phone; elsewhere the message waits, and says so.
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state != states.WAITING:
        return message
    if settings.DOUDI_SMS_GATEWAY:
        if fault := _post(message):
            return _fail(message, fault, by, at)
        message.secret = None  # a code that went out is of no use here
    elif settings.DOUDI_MODE not in {"demo", "bench", "test"}:
        message.fault = "no_gateway"
        message.save(update_fields=["fault"])
        return message
    message.state, message.sent_at, message.fault = states.SENT, at, ""
    message.save(update_fields=["state", "sent_at", "fault", "secret"])
    record(by=by, at=at, verb="deliver", noun="message", key=message.pk)
    return message


@action
def give_up(*, message_id: int, by: Actor, at: datetime) -> bool:
    """Whether a message that the gateway never took has now failed, after the hours of trying."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state == states.WAITING and at - message.created_at >= GIVE_UP_AFTER:
        _fail(message, "gateway_silent", by, at)
    return message.state == states.FAILED


@action
def send_again(*, message: Message, by: Officer, at: datetime) -> Message:
    """A failed message waits once more; the gateway still counts it once, by its key."""
    guards.check_watches(by)
    again = Message.objects.filter(pk=message.pk, state=states.FAILED)
    if again.update(state=states.WAITING, fault="", created_at=at):
        record(by=by, at=at, verb="send_again", noun="message", key=message.pk)
        jobs.deliver_later(message.pk)
    message.refresh_from_db()
    return message


@action
def set_aside(*, message: Message, by: Officer, at: datetime) -> Message:
    """Somebody looked at it and dealt with it otherwise; it leaves the list and stays kept."""
    guards.check_watches(by)
    if Message.objects.filter(pk=message.pk, seen_at__isnull=True).update(seen_at=at):
        record(by=by, at=at, verb="set_aside", noun="message", key=message.pk)
    return message


def _fail(message: Message, fault: str, by: Actor, at: datetime) -> Message:
    """Later modules read the journal: ("message", pk, "failed")."""
    message.state, message.fault = states.FAILED, fault
    message.save(update_fields=["state", "fault"])
    record(by=by, at=at, verb="fail", noun="message", key=message.pk, fault=fault)
    note(noun="message", key=message.pk, verb="failed", at=at)
    return message


class _Stay(urllib.request.HTTPRedirectHandler):
    """Following a redirect would drop the message and call that sent."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


_gateway = urllib.request.build_opener(_Stay)


def _post(message: Message) -> str:
    """The fault that no new try will mend, or "". The gateway takes each key once."""
    body = {
        "id": message.pk,
        "to": queries.number_of(message),
        "text": queries.text_of(message),
    }
    request = urllib.request.Request(
        settings.DOUDI_SMS_GATEWAY,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Idempotency-Key": key_of(message)},
    )
    try:
        with _gateway.open(request, timeout=TIMEOUT):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        if 400 <= error.code < 500 and error.code not in {408, 425, 429}:
            return f"gateway_{error.code}"
        raise Undelivered(message.pk) from None
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        # From None: the error of a gateway may quote the number it was given.
        raise Undelivered(message.pk) from None


def key_of(message: Message) -> str:
    """The same for every try of one message, and never that of another, also after a restore."""
    return hashlib.sha256(f"doudi {message.pk} {message.once}".encode()).hexdigest()[:40]
