"""Which two programmes one person may not draw at once, and which the law lets stand together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.policies.rules.parameters import STANDINGS, ParameterFault

FILE = Path(__file__).resolve().parent.parent / "exclusions.yaml"


@dataclass(frozen=True)
class Pair:
    """Two programmes for one person; `excluded` or lawfully stacked, from a day until another."""

    programmes: frozenset[str]
    excluded: bool
    from_on: date
    until_on: date | None
    basis: str
    standing: str
    taken_from: str = ""

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def excluding(programme: str, on: date) -> dict[str, Pair]:
    """The programmes that a person on `programme` may not draw as well that day."""
    found = {}
    for pair in pairs():
        if pair.excluded and programme in pair.programmes and pair.holds(on):
            (other,) = pair.programmes - {programme} or {programme}
            found[other] = pair
    return found


@cache
def pairs() -> tuple[Pair, ...]:
    """All pairs that ship. One that is both excluded and stacked on a day is a fault."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = tuple(_pair(one, excluded=kind == "excluded") for kind in data for one in data[kind])
    for one in found:
        for other in found:
            both = one.programmes == other.programmes and one.excluded and not other.excluded
            if both and (one.holds(other.from_on) or other.holds(one.from_on)):
                raise ParameterFault(f"{'、'.join(sorted(one.programmes))}：既排斥又可叠加")
    return found


def _pair(one: Mapping[str, Any], *, excluded: bool) -> Pair:
    if one["standing"] not in STANDINGS or not one["basis"]:
        raise ParameterFault(f"{one['pair']}：standing 不认识，或没有依据")
    return Pair(
        frozenset(one["pair"]),
        excluded,
        one["from"],
        one.get("until"),
        one["basis"],
        one["standing"],
        one.get("taken_from", ""),
    )
