import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from doudi.common import crypto
from doudi.common.language import in_chinese
from doudi.messaging import rules, states
from doudi.messaging.models import Message

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Letter:
    """A message as its receiver reads it."""

    id: int
    title: str
    text: str
    noun: str
    key: str
    at: datetime


@dataclass(frozen=True)
class PhoneMessage:
    """A message as it stands on a phone of the demo."""

    id: int
    number: str
    text: str
    state: str
    at: datetime


def inbox(address: rules.Address, *, limit: int = 100) -> list[Letter]:
    """What one address received, newest first. Codes and links are left out of the text."""
    found = at_address(address).order_by("-id")[:limit]
    return [_letter(message) for message in found]


def at_address(address: rules.Address) -> QuerySet[Message]:
    if address.kind == rules.USER:
        return Message.objects.filter(user_id=int(address.value))
    indexes = crypto.blind_indexes(rules.PHONE, address.value)
    return Message.objects.filter(address_index__in=indexes)


def phone_page() -> list[PhoneMessage]:
    """The last 50 messages to phones, in the clear; empty outside a demo."""
    if settings.DOUDI_MODE not in {"demo", "bench", "test"}:
        return []
    found = Message.objects.filter(address_kind=rules.PHONE).order_by("-id")[:50]
    return [PhoneMessage(m.pk, number_of(m), text_of(m), m.state, m.created_at) for m in found]


@in_chinese
def text_of(message: Message) -> str:
    """What goes out, codes and links included: for the gateway and the demo's phone only."""
    values = dict(message.values)
    if message.secret is not None:
        values |= json.loads(crypto.unseal(context_of(message.once, "secret"), message.secret))
    found = rules.template(message.template)
    short = gettext(found.short) if found.short else ""
    return rules.on_a_phone(found, values, short, gettext(found.text))


def worded(template: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Title and whole text of a template with these values: what somebody says in person."""
    found = rules.template(template)
    known = dict.fromkeys(found.fields, "……") | dict(values)
    return gettext(found.title), rules.render(gettext(found.text), known)


def failed_messages() -> QuerySet[Message]:
    """Those that nobody has looked at yet."""
    return Message.objects.filter(state=states.FAILED, seen_at__isnull=True)


def undelivered(at: datetime) -> QuerySet[Message]:
    """Messages to phones that failed, or wait longer than they should; the oldest first."""
    late = Q(state=states.WAITING, created_at__lt=at - LATE)
    rows = Message.objects.filter(late | Q(state=states.FAILED), address_kind=rules.PHONE)
    return rows.filter(seen_at__isnull=True).order_by("created_at", "pk")


def number_of(message: Message) -> str:
    sealed = message.address_sealed or b""
    return crypto.unseal(context_of(message.once, "address"), sealed).decode()


def context_of(once: str, column: str) -> str:
    return f"messaging.message.{column}:{once}"


def _letter(message: Message) -> Letter:
    found = rules.template(message.template)
    values = dict(message.values) | dict.fromkeys(found.secrets, "……")
    text = rules.render(gettext(found.text), values)
    title = gettext(found.title)
    return Letter(message.pk, title, text, message.noun, message.key, message.created_at)


def title_of(message: Message) -> str:
    return gettext(rules.template(message.template).title)


def fault_word(message: Message) -> str:
    """Why it did not arrive, for the officer who mends it."""
    if message.fault == "no_gateway":
        return gettext("没有设置短信网关")
    if message.fault == "gateway_silent":
        return gettext("短信网关多次没有回应")
    if message.fault:
        code = message.fault.removeprefix("gateway_")
        return gettext("短信网关拒收（%(code)s）") % {"code": code}
    return gettext("还在等待发送")
