"""The flow of a programme at a place: who does which step, at which level, in how many days."""

from __future__ import annotations

from collections.abc import Mapping
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
        for flow in shipped_flows()
        if flow.programme == programme
        and place_code.startswith(flow.place)
        and flow.from_on <= on
        and (flow.until_on is None or on < flow.until_on)
    ]
    if not found:
        raise ParameterFault(f"流程 {programme}：{place_code} 在 {on} 没有有效的流程")
    return max(found, key=lambda flow: len(flow.place))


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
    fields = {key: value for key, value in one.items() if key not in {"from", "until", "steps"}}
    steps = tuple(Step(**step) for step in one["steps"])
    return Flow(
        place=place,
        from_on=one["from"],
        until_on=one.get("until"),
        steps=steps,
        **{"taken_from": "", **fields},
    )
