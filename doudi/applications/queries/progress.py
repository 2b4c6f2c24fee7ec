"""What is shown of an application: to the family, and on the case pages of the doors."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.queries import post_by_id
from doudi.applications.models import Application, Remark
from doudi.applications.queries.applications import names_in
from doudi.applications.queries.intake import IntakeLines, intake_entries, intake_lines
from doudi.applications.queries.people import unsigned_in
from doudi.applications.queries.units import UnitLine, unit
from doudi.applications.rules.messages import programme_name
from doudi.applications.states import TOLD_TO_FAMILY, State
from doudi.common.workdays import workdays_left
from doudi.ui.lines import Entry, Step, steps


@dataclass(frozen=True)
class RemarkLine:
    text: str
    name: str
    task: bool


@dataclass(frozen=True)
class Unsigned:
    """A grown member whose letter is missing and whom nobody has excused."""

    id: int
    name: str


@dataclass(frozen=True)
class Panel:
    """The application on an officer's case page."""

    key: uuid.UUID
    number: str
    receipt_number: str
    programme: str
    state: str
    state_label: str
    state_kind: str
    channel: str
    applicant: str
    place: str
    submitted_at: datetime | None
    accepted_at: datetime | None
    due_on: date | None
    left: int | None
    first_view: str
    first_note: str
    intake: IntakeLines
    remarks: tuple[RemarkLine, ...]
    unsigned: tuple[str, ...]
    unsigned_people: tuple[Unsigned, ...]
    unit: tuple[UnitLine, ...]


def panel(application: Application, *, on: date) -> Panel:
    view = getattr(application, "first_view", None)
    request = application.requests.order_by("pk").first()
    names = names_in(application, on)
    unsigned = unsigned_in(application, on)
    return Panel(
        key=application.key,
        number=application.number,
        receipt_number=application.receipt_number or "",
        programme=programme_name(request.programme) if request else "",
        state=application.state,
        state_label=str(State(application.state).label),
        state_kind=STATE_KINDS[State(application.state)],
        channel=application.get_channel_display(),
        applicant=names.get(application.applicant_id, ""),
        place=place_name(application),
        submitted_at=application.submitted_at,
        accepted_at=application.accepted_at,
        due_on=application.due_on,
        left=_left(application, on),
        first_view=view.get_view_display() if view else "",
        first_note=view.note if view else "",
        intake=intake_lines(application, on),
        remarks=tuple(remark_lines(application, names)),
        unsigned=tuple(names.get(one.person.pk, one.name) for one in unsigned),
        unsigned_people=tuple(
            Unsigned(one.person.pk, names.get(one.person.pk, one.name)) for one in unsigned
        ),
        unit=tuple(unit(request)) if request else (),
    )


def _left(application: Application, on: date) -> int | None:
    """Working days until the answer is due; nothing runs before acceptance and after the end."""
    if application.due_on is None or application.state != State.ACCEPTED:
        return None
    return workdays_left(on, application.due_on)


STATE_KINDS = {
    State.DRAFT: "idle",
    State.SUBMITTED: "wait",
    State.SENT_BACK: "bad",
    State.TAKEN_IN: "wait",
    State.ACCEPTED: "info",
    State.WITHDRAWN: "idle",
    State.CLOSED: "ok",
}


def told_to_family(application: Application) -> bool:
    """Whether there is anything that an officer will go over with the family."""
    rows = Remark.objects.filter(application=application, settled_at__isnull=True)
    return rows.filter(code__in=[str(code) for code in TOLD_TO_FAMILY]).exists()


def remark_lines(application: Application, names: dict[int, str]) -> list[RemarkLine]:
    rows = Remark.objects.filter(application=application, settled_at__isnull=True).order_by("pk")
    return [
        RemarkLine(
            text=str(row.get_code_display()),
            name=names.get(row.person_id, "") if row.person_id else "",
            task=row.code == "unsigned_adult",
        )
        for row in rows
    ]


def place_name(application: Application) -> str:
    """Town and village: 长春镇 甘溪港村村民委员会."""
    parent = application.place.parent
    return f"{parent.name} {application.place.name}" if parent else application.place.name


def stations() -> list[str]:
    """What a family passes on its way, in its own words; the same on every page."""
    return [_("提交"), _("受理"), _("上门"), _("公示"), _("决定"), _("到账")]


def progress(application: Application) -> list[Step]:
    """As far as an application itself knows; the portal's pages ask the later nouns too."""
    if application.accepted_at and application.state == State.ACCEPTED:
        return steps(stations(), 2)
    waiting = (State.SUBMITTED, State.SENT_BACK, State.TAKEN_IN)
    return steps(stations(), 1 if application.state in waiting else 0)


def timeline(application: Application) -> list[Entry]:
    """Who did what, oldest first; names of officers, no personal value of the family."""
    found: list[Entry] = []
    if application.submitted_at:
        text = application.get_channel_display()
        found.append(Entry(_("提交申请"), "ok", application.submitted_at, text))
    view = getattr(application, "first_view", None)
    if view:
        text = f"{view.get_view_display()}　{view.note}".strip()
        found.append(Entry(_("村级初审"), "ok", view.given_at, text, _who(view.given_by_id)))
    found += intake_entries(application)
    if application.accepted_at and application.accepted_by_id:
        text = _("受理编号 %(number)s") % {"number": application.receipt_number}
        who = _who(application.accepted_by_id)
        found.append(Entry(_("受理"), "ok", application.accepted_at, text, who))
    if application.closed_at:
        kind = "idle" if application.state == State.WITHDRAWN else "ok"
        found.append(Entry(str(State(application.state).label), kind, application.closed_at))
    return found


def _who(post_id: int) -> str:
    post = post_by_id(post_id)
    return f"{post.office.name} {post.user.name}"
