"""By whose hand it came, what is still to come, and how often it went back: for the case page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from doudi.applications.models import Application
from doudi.applications.queries.items import ItemLine, item_lines
from doudi.applications.queries.kin import answer_of
from doudi.applications.states import KinReply, SendBackReason, State
from doudi.ui.lines import Entry


@dataclass(frozen=True)
class IntakeLines:
    """`asked_by`: who asked for the applicant; `back`: what is to be put right now."""

    asked_by: str
    taken_at: str
    kin: str
    kin_known: bool
    items: tuple[ItemLine, ...]
    promised: bool
    back: str
    may_withdraw: bool


def intake_lines(application: Application, on: date) -> IntakeLines:
    office = application.intake_office
    answer = answer_of(application)
    back = application.send_backs.filter(returned_at__isnull=True).first()
    return IntakeLines(
        asked_by=_asked_by(application),
        taken_at=office.name if office else "",
        kin=str(KinReply(answer).label) if answer else "",
        kin_known=answer == KinReply.YES,
        items=item_lines(application, on),
        promised=hasattr(application, "promise"),
        back=f"{back.get_to_display()}：{_reasons(back.reasons)}" if back else "",
        may_withdraw=application.state not in (State.DRAFT, State.WITHDRAWN, State.CLOSED),
    )


def intake_entries(application: Application) -> list[Entry]:
    """Given back and put right; received and closed papers."""
    found: list[Entry] = []
    backs = application.send_backs.select_related("sent_by__user", "sent_by__office")
    for back in backs.order_by("pk"):
        who = f"{back.sent_by.office.name} {back.sent_by.user.name}"
        text = f"{back.get_to_display()}：{_reasons(back.reasons)}"
        found.append(Entry(_("退回补正"), "bad", back.sent_at, text, who))
        if back.returned_at:
            found.append(Entry(_("补正后交回"), "ok", back.returned_at, back.answer))
    for one in application.awaited.select_related("closed_by__user").order_by("pk"):
        if one.received_at:
            found.append(Entry(_("收到后补材料"), "ok", one.received_at, one.label))
        elif one.closed_at and one.closed_by:
            text, who = f"{one.label}：{one.closed_reason}", one.closed_by.user.name
            found.append(Entry(_("不再等材料"), "idle", one.closed_at, text, who))
    return found


def _asked_by(application: Application) -> str:
    behalf = getattr(application, "behalf", None)
    if behalf is None:
        return ""
    who = behalf.office.name if behalf.office else behalf.name
    return f"{who}（{behalf.get_kind_display()}）"


def _reasons(codes: list[str]) -> str:
    return "、".join(str(SendBackReason(code).label) for code in codes)
