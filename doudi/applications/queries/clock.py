"""How the time limit of an application stands: its events, its parts, and what is overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import Application, ClockEvent
from doudi.applications.queries.applications import whole
from doudi.applications.rules.deadline import Deadline, Event, Part, deadline, parts
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.workdays import workdays_left
from doudi.policies.rules.flows import Flow, Ground, flow_for


@dataclass(frozen=True)
class EventLine:
    """One event as a page shows it; `who` is '' where an act of the family caused it."""

    kind: str
    ground: str
    basis: str
    on: date
    reason: str
    who: str


@dataclass(frozen=True)
class Clock:
    """`left`: working days until `due_on`; `stopped_by`: grounds that stop it today."""

    due_on: date | None
    left: int | None
    workdays: int
    stopped_by: tuple[str, ...]
    extended_by: tuple[str, ...]
    parts: tuple[Part, ...]
    events: tuple[EventLine, ...]


def flows_of(application: Application, on: date) -> list[Flow]:
    """The flow of each programme asked for."""
    asked = application.requests.order_by("pk")
    return [flow_for(one.programme, application.place.code, on) for one in asked]


def events_of(application: Application) -> list[Event]:
    rows = ClockEvent.objects.filter(application=application)
    return [Event(row.kind, row.code, row.on) for row in rows]


def deadlines(application: Application, accepted_on: date) -> list[tuple[Flow, Deadline]]:
    """One for each programme asked for; the earliest is what the family was promised."""
    known = events_of(application)
    flows = flows_of(application, accepted_on)
    return [(flow, deadline(known, flow, accepted_on)) for flow in flows]


def counted_from(application: Application) -> date | None:
    """The day the limit runs from: acceptance, or the day a review opened the case again."""
    moment = application.reopened_at or application.accepted_at
    return day_of(moment) if moment else None


def due_on(application: Application, accepted_on: date) -> date:
    """By when it must be answered when accepted on that day, with all that was noted so far."""
    return min(found.due_on for _flow, found in deadlines(application, accepted_on))


def ground_of(application: Application, code: str, on: date) -> Ground | None:
    found = (flow.ground(code) for flow in flows_of(application, on))
    return next((ground for ground in found if ground), None)


def is_stopped(application: Application, on: date) -> bool:
    """Whether the limit stands still today: then nobody is reminded."""
    begun_on = counted_from(application)
    if begun_on is None:
        return False
    found = deadlines(application, begun_on)
    return any(one.stopped_on(on) for _flow, one in found)


def open_stops(application: Application, on: date) -> list[str]:
    """Codes of stops that nobody has resumed, even where their longest time is over."""
    rows = ClockEvent.objects.filter(application=application).order_by("on", "noted_at")
    standing: dict[str, bool] = {}
    for row in rows:
        if row.kind != "extend":
            standing[row.code] = row.kind == "stop"
    return sorted(code for code, stands in standing.items() if stands)


def clock(application: Application, *, on: date, done: Mapping[str, date] | None = None) -> Clock:
    """The limit in force. `done`: steps that later modules know to be finished, by code."""
    lines = tuple(_lines(application, on))
    accepted_on = counted_from(application)
    if accepted_on is None:
        return Clock(None, None, 0, (), (), (), lines)
    flow, found = min(deadlines(application, accepted_on), key=lambda pair: pair[1].due_on)
    return Clock(
        due_on=found.due_on,
        left=workdays_left(on, found.due_on),
        workdays=found.workdays,
        stopped_by=tuple(_label(flow, code) for code in found.stopped_on(on)),
        extended_by=tuple(_label(flow, code) for code in found.extended_by),
        parts=tuple(parts(flow, accepted_on, found, done or {})),
        events=lines,
    )


def _label(flow: Flow, code: str) -> str:
    ground = flow.ground(code)
    return ground.label if ground else code


def _lines(application: Application, on: date) -> list[EventLine]:
    rows = ClockEvent.objects.filter(application=application).select_related("noted_by__user")
    found = []
    for row in rows.order_by("on", "noted_at"):
        ground = ground_of(application, row.code, on)
        found.append(
            EventLine(
                kind=str(row.get_kind_display()),
                ground=ground.label if ground else row.code,
                basis=ground.basis if ground else "",
                on=row.on,
                reason=row.reason,
                who=row.noted_by.user.name if row.noted_by else "",
            )
        )
    return found


def accepted_and_open() -> QuerySet[Application]:
    """Everything whose limit runs, the shortest time left first."""
    return whole().filter(state=State.ACCEPTED).order_by("due_on", "pk")


def overdue(by: Officer, on: date) -> QuerySet[Application]:
    """Past their last day in the places of this post, the longest overdue first."""
    return accepted_and_open().filter(under(place_codes(by, on)), due_on__lt=on)
