"""What is still to come: named at once, promised, reminded, received or closed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import Application, AwaitedItem
from doudi.applications.rules.promises import REMIND_WORKDAYS, SUPPLIED_BY
from doudi.common.actors import Officer
from doudi.common.workdays import add_workdays, workdays_left
from doudi.policies.rules.flows import LaterItem, flow_for
from doudi.policies.rules.parameters import ParameterFault


@dataclass(frozen=True)
class ItemLine:
    """One awaited item. `state`: open, late, received or closed; `left` in working days."""

    id: int
    code: str
    label: str
    state: str
    due_on: date | None
    left: int | None
    extended: bool
    reason: str
    has_file: bool


def awaited(application: Application) -> list[AwaitedItem]:
    """Still to come: neither received nor closed by an officer. A decision must look at them."""
    return list(_open().filter(application=application).order_by("due_on", "pk"))


def item_lines(application: Application, on: date) -> tuple[ItemLine, ...]:
    return tuple(_line(one, on) for one in application.awaited.order_by("pk"))


def items_that_may_follow(application: Application, on: date) -> list[LaterItem]:
    """From the flows of what is asked for; nothing that a department can supply."""
    found: dict[str, LaterItem] = {}
    for request in application.requests.order_by("pk"):
        try:
            flow = flow_for(request.programme, application.place.code, on)
        except ParameterFault:
            continue
        found |= {one.code: one for one in flow.later_items if one.code not in SUPPLIED_BY}
    return list(found.values())


def never_asked() -> list[tuple[str, str]]:
    """What would be proved, and who supplies it."""
    return [(_(what), _(who)) for what, who in SUPPLIED_BY.values()]


def to_remind(on: date) -> QuerySet[AwaitedItem]:
    """Open items whose day is near or past, so that nobody is reminded long before."""
    near = add_workdays(on, REMIND_WORKDAYS)
    found = _open().filter(due_on__lte=near, due_on__gte=on)
    return found.select_related("application__started_by", "application__place").order_by("pk")


def overdue_items(by: Officer, on: date) -> QuerySet[AwaitedItem]:
    """For the town: past their day and not closed, the longest first."""
    reached = under(place_codes(by, on), "application__place__code")
    found = _open().filter(reached, due_on__lt=on, application__closed_at__isnull=True)
    return found.select_related("application__applicant", "application__place__parent").order_by(
        "due_on", "pk"
    )


def _open() -> QuerySet[AwaitedItem]:
    return AwaitedItem.objects.filter(received_at__isnull=True, closed_at__isnull=True)


def _line(one: AwaitedItem, on: date) -> ItemLine:
    over = one.due_on is not None and one.due_on < on
    state = "late" if over else "open"
    if one.received_at:
        state = "received"
    elif one.closed_at:
        state = "closed"
    return ItemLine(
        id=one.pk,
        code=one.code,
        label=one.label,
        state=state,
        due_on=one.due_on,
        left=workdays_left(on, one.due_on) if one.due_on else None,
        extended=one.extended_at is not None,
        reason=one.closed_reason,
        has_file=one.file_id is not None,
    )
