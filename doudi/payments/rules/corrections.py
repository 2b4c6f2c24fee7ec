"""What is owed against what is accounted for, month by month: the differences, and no more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from doudi.common.months import add_months


@dataclass(frozen=True)
class Part:
    """A component. `slot` is its kind and person: a raise is a new part of the same slot."""

    component: int
    slot: str
    amount_fen: int
    valid_from: date
    until: date | None
    known_at: datetime

    def holds(self, month: date) -> bool:
        return self.valid_from <= month and (self.until is None or month < self.until)


@dataclass(frozen=True)
class Difference:
    """Fen that a month of a component is owed more (or, negative, less) than accounted for."""

    component: int
    month: date
    fen: int


def months_of(first: date, until: date | None, upto: date) -> list[date]:
    """Months from `first` up to and including `upto`, before `until`."""
    found: list[date] = []
    while first <= upto and (until is None or first < until):
        found.append(first)
        first = add_months(first, 1)
    return found


def as_known(parts: Sequence[Part], at: datetime) -> list[Part]:
    """The parts as they stood at the cut-off: what a later one replaced goes on until then, or
    until the next part of its slot that was known."""
    later = [part for part in parts if part.known_at >= at]
    replaced = {(part.slot, part.valid_from) for part in later}
    early = [part for part in parts if part.known_at < at]
    return [
        replace(part, until=_next_from(early, part))
        if (part.slot, part.until) in replaced
        else part
        for part in early
    ]


def _next_from(parts: Sequence[Part], of: Part) -> date | None:
    mine = (one.valid_from for one in parts if one.slot == of.slot)
    return min((day for day in mine if day > of.valid_from), default=None)


def differences(
    parts: Sequence[Part],
    accounted: Mapping[str, int],
    month: date,
    *,
    ended: bool = False,
) -> list[Difference]:
    """One difference for each slot that is owed another sum for `month` than accounted for.

    It stands under the component that is owed, or the last one of the slot. An award that has
    `ended` owes nothing.
    """
    owed = [part for part in parts if part.holds(month) and not ended]
    found = []
    for slot in dict.fromkeys((*accounted, *(part.slot for part in owed))):
        mine = [part for part in owed if part.slot == slot]
        fen = sum(part.amount_fen for part in mine) - accounted.get(slot, 0)
        if fen:
            found.append(Difference((mine or _last(parts, slot))[-1].component, month, fen))
    return found


def overpaid(
    parts: Sequence[Part],
    accounted: Mapping[str, int],
    month: date,
    *,
    since: date,
    ended: bool,
) -> list[Difference]:
    """What `month` would have differed by at the sums of the month `since`, slot by slot."""
    now: dict[str, int] = {}
    for part in parts:
        if part.holds(since) and not ended:
            now[part.slot] = now.get(part.slot, 0) + part.amount_fen
    found = []
    for slot in dict.fromkeys((*accounted, *now)):
        fen = now.get(slot, 0) - accounted.get(slot, 0)
        mine = [part for part in parts if part.slot == slot and part.holds(month)]
        if fen:
            found.append(Difference((mine or _last(parts, slot))[-1].component, month, fen))
    return found


def _last(parts: Sequence[Part], slot: str) -> list[Part]:
    return [part for part in parts if part.slot == slot]


def total(found: Iterable[Difference]) -> int:
    return sum(one.fen for one in found)
