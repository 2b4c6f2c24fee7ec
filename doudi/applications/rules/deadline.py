"""By when an application must be answered: 30, 20 or 45 working days, less what stopped them.

民发〔2021〕57号 art. 22. The day of acceptance is not counted; posting runs inside the limit; an
extension counts from acceptance as well (choices U-48). Nothing here reads a clock or a row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from doudi.common.workdays import add_workdays, is_workday
from doudi.policies.rules.flows import Flow, Step

STOP, RESUME, EXTEND = "stop", "resume", "extend"
TOGETHER = frozenset({"visit", "verify"})
"""Visit and economic check both start with acceptance; the next step waits for both."""


@dataclass(frozen=True)
class Event:
    """What stopped, resumed or lengthened the limit, by a ground of the flow."""

    kind: str
    code: str
    on: date


@dataclass(frozen=True)
class Deadline:
    """`due_on`: the last working day, counting an open stop at its longest.

    `workdays`: the limit that holds, without stops. `stops`: first and last day that a stop took
    out of the count, with its code, in order.
    """

    due_on: date
    workdays: int
    extended_by: tuple[str, ...]
    stops: tuple[tuple[str, date, date], ...]

    def stopped_on(self, on: date) -> tuple[str, ...]:
        """The grounds by which this day is not counted."""
        return tuple(code for code, first, last in self.stops if first <= on <= last)


@dataclass(frozen=True)
class Part:
    """One step of the flow: from when it could begin and when it is due."""

    step: Step
    from_on: date
    due_on: date


def deadline(events: Iterable[Event], flow: Flow, accepted_on: date) -> Deadline:
    """The order of `events` says nothing: only their days do."""
    known = set(events)
    stops = tuple(sorted(_stops(known, flow), key=lambda stop: (stop[1], stop[2], stop[0])))
    extends = {ground.code for ground in flow.extends}
    extended_by = sorted({e.code for e in known if e.kind == EXTEND and e.code in extends})
    days = max(flow.total_workdays, flow.extended_workdays) if extended_by else flow.total_workdays
    due_on = _running(accepted_on, days, stops)
    return Deadline(due_on, days, tuple(extended_by), stops)


def _stops(events: set[Event], flow: Flow) -> Iterable[tuple[str, date, date]]:
    """Each stop from the day after it until the day it resumes, never longer than its ground."""
    for stop in events:
        ground = next((one for one in flow.stops if one.code == stop.code), None)
        if stop.kind != STOP or ground is None:
            continue
        ends = [e.on for e in events if e.kind == RESUME and e.code == stop.code]
        longest = add_workdays(stop.on, ground.most_workdays or 0)
        last = min([longest, *(day for day in ends if day >= stop.on)])
        if last > stop.on:
            yield stop.code, stop.on + timedelta(days=1), last


def _running(start: date, count: int, stops: Sequence[tuple[str, date, date]]) -> date:
    """The `count`-th working day after `start` on which nothing stopped the limit."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        stopped = any(first <= day <= last for _code, first, last in stops)
        count -= is_workday(day) and not stopped
    return day


def parts(flow: Flow, accepted_on: date, whole: Deadline, done: Mapping[str, date]) -> list[Part]:
    """The steps after acceptance. `done`: the day on which a step was finished, by its code.

    A step begins when the one before was done, or was due; none is due after the whole.
    """
    found: list[Part] = []
    start = accepted_on
    after = [step for step in flow.steps if step.code not in {"village_view", "accept"}]
    ends: list[date] = []
    for step in after:
        if step.code not in TOGETHER and ends:
            start, ends = max(ends), []
        due_on = min(_due(step, flow, start, whole), whole.due_on)
        found.append(Part(step, start, due_on))
        ends.append(done.get(step.code, due_on))
    return found


def _due(step: Step, flow: Flow, start: date, whole: Deadline) -> date:
    if step.limit_workdays is not None:
        return _running(start, step.limit_workdays, whole.stops)
    # a sheet hangs for calendar days after the day of hanging and comes down the day after
    return start + timedelta(days=flow.posting_days + 1)


def reminder(flow: Flow, left: int) -> int | None:
    """The reminder that is due at so many working days left; None before the first.

    Overdue is the last of them: -1.
    """
    if left < 0:
        return -1
    reached = [days for days in flow.reminder_workdays if left <= days]
    return min(reached) if reached else None
