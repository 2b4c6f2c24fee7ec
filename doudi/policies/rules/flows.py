"""The flow of a programme at a place: who does which step, at which level, in how many days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.policies.rules.parameters import STANDINGS, ParameterFault

FLOWS = Path(__file__).resolve().parent.parent / "flows"


@dataclass(frozen=True)
class Step:
    """One step. Only a step with `may_end` can end the case; limits are in working days."""

    code: str
    label: str
    duty: str
    level: str
    limit_workdays: int | None
    may_end: bool


@dataclass(frozen=True)
class Ground:
    """A coded reason that stops the time limit or lengthens it. Days are working days."""

    code: str
    label: str
    basis: str
    most_workdays: int | None  # how long a stop may last; None for a ground that lengthens


@dataclass(frozen=True)
class LaterItem:
    """A paper that may come after acceptance (容缺受理). Never identity, never the letter."""

    code: str
    label: str
    workdays: int
    extension_workdays: int


@dataclass(frozen=True)
class Spot:
    """The spot check: how many in a hundred, and before or after the decision."""

    percent: int
    moment: str  # before_decision, after_decision


@dataclass(frozen=True)
class Looking:
    """How often a family on aid is looked in on: months between rechecks and check-ins."""

    recheck_stable_months: int
    recheck_unstable_months: int
    check_in_months: int
    visit_workdays: int  # after a missed check-in
    recheck_ahead_days: int = 30  # a recheck is opened so long before its day
    remind_days: int = 20  # a family is reminded so long before the end of the quarter


@dataclass(frozen=True)
class Flow:
    """The steps in order, with the limits of the whole. `posting_days` are calendar days."""

    programme: str
    place: str
    from_on: date
    until_on: date | None
    steps: tuple[Step, ...]
    total_workdays: int
    extended_workdays: int
    posting_days: int
    posting_counts_in_total: bool
    refusal_letter_workdays: int
    check_start_workdays: int
    confirm_workdays: int
    deciding_level: str
    basis: str
    standing: str
    taken_from: str
    # duties that may be the second investigator, in the order in which they are offered
    second_investigators: tuple[str, ...]
    reminder_workdays: tuple[int, ...]  # working days left at which the step's office is reminded
    silent_village_workdays: int  # untouched for so long, a case stands on the town's tray too
    stops: tuple[Ground, ...]
    extends: tuple[Ground, ...]
    later_items: tuple[LaterItem, ...]
    objection_workdays: int  # to say whether an objection has substance
    complaint_workdays: int  # to answer a complaint or a review
    take_down_workdays: int  # to take a sheet down after its last day
    conference_grounds: tuple[Ground, ...]  # which cases go before a meeting (一事一议)
    spot: Spot
    looking: Looking
    change_workdays: int  # to decide a change of an award
    account_workdays: int  # to clear a payment line that was set aside

    def ground(self, code: str) -> Ground | None:
        """The stop or extension of that code."""
        return next((one for one in (*self.stops, *self.extends) if one.code == code), None)

    def later_item(self, code: str) -> LaterItem | None:
        return next((one for one in self.later_items if one.code == code), None)

    def step(self, code: str) -> Step | None:
        """The step of that code, or none where this place does not have it."""
        return next((step for step in self.steps if step.code == code), None)

    def after(self, code: str) -> Step | None:
        """The step that follows, or none after the last."""
        codes = [step.code for step in self.steps]
        index = codes.index(code) + 1
        return self.steps[index] if index < len(codes) else None


def flow_for(programme: str, place_code: str, on: date) -> Flow:
    """The flow in force at the nearest place that has one. None in force is a refusal."""
    found = [
        flow
        for flow in flows_on(on)
        if flow.programme == programme and place_code.startswith(flow.place)
    ]
    if not found:
        raise ParameterFault(f"流程 {programme}：{place_code} 在 {on} 没有有效的流程")
    return found[-1]


def flows_on(on: date) -> list[Flow]:
    """All flows in force, wider places first: for a place the last that fits is its own."""
    found = [f for f in shipped_flows() if f.from_on <= on and (not f.until_on or on < f.until_on)]
    return sorted(found, key=lambda flow: len(flow.place))


@cache
def shipped_flows() -> tuple[Flow, ...]:
    """All flows that ship. Two flows of one place and programme for one day are refused."""
    flows = tuple(
        flow
        for path in sorted(FLOWS.glob("*.yaml"))
        for flow in read_flows(path.read_text(encoding="utf-8"))
    )
    check_no_overlap(flows)
    return flows


def check_no_overlap(flows: tuple[Flow, ...]) -> None:
    last: dict[tuple[str, str], Flow] = {}
    for flow in sorted(flows, key=lambda one: (one.programme, one.place, one.from_on)):
        before = last.get((flow.programme, flow.place))
        if before and (before.until_on is None or flow.from_on < before.until_on):
            raise ParameterFault(f"流程 {flow.programme}（{flow.place}）：{flow.from_on} 起有两个")
        last[flow.programme, flow.place] = flow


def read_flows(text: str) -> tuple[Flow, ...]:
    """Reads a file of flows; an unknown standing is refused."""
    data = yaml.safe_load(text)
    return tuple(_flow(str(data["place"]), one) for one in data["flows"])


def _flow(place: str, one: Mapping[str, Any]) -> Flow:
    if one["standing"] not in STANDINGS:
        raise ParameterFault(f"流程 {one['programme']}（{place}）：standing 不认识")
    fields = {key: value for key, value in one.items() if key not in _READ}
    return Flow(
        place=place,
        from_on=one["from"],
        until_on=one.get("until"),
        steps=tuple(Step(**step) for step in one["steps"]),
        stops=_grounds(one["stops"]),
        extends=_grounds(one["extends"]),
        later_items=tuple(LaterItem(**item) for item in one["later_items"]),
        conference_grounds=_grounds(one["conference_grounds"]),
        spot=Spot(**one["spot"]),
        looking=Looking(**one["looking"]),
        second_investigators=tuple(one["second_investigators"]),
        reminder_workdays=tuple(one["reminder_workdays"]),
        **{"taken_from": "", **fields},
    )


_READ = frozenset(
    {"from", "until", "steps", "stops", "extends", "later_items", "conference_grounds", "spot"}
    | {"looking", "second_investigators", "reminder_workdays"}
)


def _grounds(rows: Iterable[Mapping[str, Any]]) -> tuple[Ground, ...]:
    return tuple(Ground(**{"most_workdays": None, **row}) for row in rows)
