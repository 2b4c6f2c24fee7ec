"""Telling the family how its application goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.accounts.queries import office_for
from doudi.accounts.states import Act, UserKind
from doudi.applications.models import Application
from doudi.applications.rules.messages import SUBMITTED, programme_name
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.refusals import Refusal
from doudi.messaging.rules import template
from doudi.people.actions.telling import tell as tell_family


def starters(application: Application) -> list[int]:
    """Ids of the portal's users who began it for the family; none for a counter."""
    user = application.started_by
    return [user.pk] if user.kind == UserKind.CITIZEN else []


@in_chinese
def tell(application: Application, code: str, by: Actor, at: datetime, **more: str) -> None:
    """One registered message about the application. Call inside a transaction."""
    request = application.requests.order_by("pk").first()
    programme = request.programme if request else ""
    known = {"programme": programme_name(programme), "number": _number(application), **more}
    found = template(code)
    if "office" in found.fields:
        known["office"] = _office(application, programme, at)
    tell_family(
        household=application.household,
        person=application.applicant,
        template=found,
        values={name: known[name] for name in found.fields},
        noun="application",
        key=application.key,
        once=f"{code}:{application.pk}",
        by=by,
        at=at,
        also_users=starters(application),
        present=code == SUBMITTED.code and isinstance(by, Officer),
    )


def _office(application: Application, programme: str, at: datetime) -> str:
    """An application is let in even where nobody has said which office accepts it."""
    try:
        return office_for(Act.ACCEPT, programme, application.place, day_of(at)).name
    except Refusal:
        return _("乡镇（街道）")


def _number(application: Application) -> str:
    return application.receipt_number or application.number
