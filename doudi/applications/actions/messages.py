"""Telling the family: in the portal's inbox and by a message to the phone."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.accounts.queries import office_for, phone_of
from doudi.accounts.states import Act, UserKind
from doudi.applications.models import Application
from doudi.applications.rules.messages import programme_name
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.messaging.actions import send
from doudi.messaging.rules import Address, inbox_of, phone, template


def addresses(application: Application) -> list[Address]:
    """Where the family can be reached: whoever started it on the portal; none for a counter."""
    user = application.started_by
    if user.kind != UserKind.CITIZEN:
        return []
    number = phone_of(user)
    return [inbox_of(user.pk), *([phone(number)] if number else [])]


def tell(application: Application, code: str, by: Actor, at: datetime, **more: str) -> None:
    """One registered message about the application. Call inside a transaction."""
    request = application.requests.order_by("pk").first()
    programme = request.programme if request else ""
    known = {"programme": programme_name(programme), "number": _number(application), **more}
    if "office" in template(code).fields:
        known["office"] = _office(application, programme, at)
    for address in addresses(application):
        send(
            to=address, template=code, values=known, by=by, at=at, noun="application",
            key=application.key, once=f"{code}:{application.pk}:{address.kind}",
        )  # fmt: skip


def _office(application: Application, programme: str, at: datetime) -> str:
    """An application is let in even where nobody has said which office accepts it."""
    try:
        return office_for(Act.ACCEPT, programme, application.place, day_of(at)).name
    except Refusal:
        return _("乡镇（街道）")


def _number(application: Application) -> str:
    return application.receipt_number or application.number
