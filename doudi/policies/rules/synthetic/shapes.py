"""The published shapes of a city, and how many households of which kind give them together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "synthetic"
BAND, BANDS = 5, 20
OLDEST_HEAD, OLDEST_PARENT = 95, 97
ROUNDS = 150
SLOTS = 20_000
KNOTS = 100


@cache
def shapes(path: Path = FOLDER / "china.yaml") -> Mapping[str, Any]:
    """The data of the city's shape, as in the file."""
    data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True)
class Kind:
    """Who lives together: relation, years older than the head (from, to), sex."""

    number: int
    code: str
    weight: int
    from_age: int
    people: tuple[tuple[str, int, int, str], ...]

    @property
    def size(self) -> int:
        return 1 + len(self.people)

    def has(self, relation: str) -> bool:
        return any(one[0] == relation for one in self.people)

    def fits(self, age: int) -> bool:
        """Whether a head of that age is old enough for his children, young enough for parents."""
        born = all(age + high >= 0 for _, _, high, _ in self.people)
        living = all(age + low <= OLDEST_PARENT for _, low, _, _ in self.people)
        return self.from_age <= age <= OLDEST_HEAD and born and living


@dataclass
class Cell:
    """Households of one kind with a head of one age band, and the ages of their members."""

    kind: Kind
    age_from: int
    ages: Mapping[int, float]
    weight: float


def kinds(data: Mapping[str, Any]) -> tuple[Kind, ...]:
    """The kinds of households of the data file."""
    return tuple(
        Kind(number, row["code"], row["weight"], row.get("from", 20), _people(row["people"]))
        for number, row in enumerate(data["kinds"]["rows"])
    )


def _people(rows: Sequence[Sequence[Any]]) -> tuple[tuple[str, int, int, str], ...]:
    return tuple((str(one[0]), int(one[1]), int(one[2]), str(one[3])) for one in rows)


def age_shares(data: Mapping[str, Any]) -> list[float]:
    """The share of each five-year band in the population."""
    both = [sum(pair) for pair in zip(data["ages"]["male"], data["ages"]["female"], strict=True)]
    return [one / sum(both) for one in both]


def fitted(data: Mapping[str, Any]) -> list[Cell]:
    """Households of each kind and head's age whose members have the census's ages and sizes.

    Each round gives more weight to the cells whose members' bands are still too few, then brings
    the sizes back to the census's: both margins come close together.
    """
    targets = age_shares(data)
    cells = list(_cells(data, targets))
    for _ in range(ROUNDS):
        _to_sizes(cells, data)
        found: Counter[int] = Counter()
        for cell in cells:
            for band, persons in cell.ages.items():
                found[band] += cell.weight * persons  # type: ignore[assignment]
        total = sum(found.values())
        wanted = [targets[band] * total / max(found[band], 1e-12) for band in range(BANDS)]
        for cell in cells:
            more = sum(wanted[band] * persons for band, persons in cell.ages.items())
            cell.weight *= more / cell.kind.size
    _to_sizes(cells, data)
    return cells


def _cells(data: Mapping[str, Any], targets: Sequence[float]) -> Iterator[Cell]:
    for kind in kinds(data):
        for band in range(3, BANDS):
            ages = range(band * BAND, band * BAND + BAND)
            if all(kind.fits(age) for age in ages):
                weight = kind.weight * targets[band]
                yield Cell(kind, ages[0], _ages(kind, ages), weight)


def _ages(kind: Kind, heads: range) -> Mapping[int, float]:
    """How many members of each band a household has on average."""
    found: dict[int, float] = {heads[0] // BAND: 1.0}
    for _, low, high, _ in kind.people:
        drawn = [(head, years) for head in heads for years in range(low, high + 1)]
        for head, years in drawn:
            band = min(max(head + years, 0), 99) // BAND
            found[band] = found.get(band, 0.0) + 1 / len(drawn)
    return found


def _to_sizes(cells: Sequence[Cell], data: Mapping[str, Any]) -> None:
    shares = data["household_sizes"]["shares"]
    found: dict[int, float] = {}
    for cell in cells:
        found[cell.kind.size] = found.get(cell.kind.size, 0.0) + cell.weight
    for cell in cells:
        size = cell.kind.size
        cell.weight *= shares[size] / sum(shares.values()) / found[size]


def slots(cells: Sequence[Cell], several: int = SLOTS) -> list[Cell]:
    """As many cells as slots, each as often as its weight says: one draw picks a household."""
    ends = list(accumulate(cell.weight for cell in cells))
    found: list[Cell] = []
    for cell, end in zip(cells, ends, strict=True):
        found.extend([cell] * (round(end / ends[-1] * several) - len(found)))
    return found


def incomes(data: Mapping[str, Any], where: str) -> list[int]:
    """Fen a year for each head at every hundredth of the households, poorest first.

    Between the quintiles' averages the logarithm is a line. The two ends are found so that the
    lowest and the highest quintile have their averages; the poorest few start at the floor.
    """
    told = data["income"][where]
    now, then = told["grown"]
    means = [100 * one * now / then for one in told["quintiles"]]
    share, floor = data["income"]["tail"]["share"], 100 * data["income"]["tail"][where]
    inner = list(zip((10, 30, 50, 70, 90), means, strict=True))

    def curve(low: float, high: float) -> list[float]:
        return _curve([(0, floor), (share, low), *inner, (KNOTS, high)])

    low = _solved(lambda one: _mean(curve(one, means[4])[:21]), means[0], floor, means[0])
    high = _solved(lambda one: _mean(curve(low, one)[80:]), means[4], means[4], means[4] * 9)
    # two equal ends: the last draw reads one knot further
    return [round(one) for one in curve(low, high)]


def _curve(points: Sequence[tuple[int, float]]) -> list[float]:
    found = []
    for (first, start), (last, end) in pairwise(points):
        step = math.log(end / start) / (last - first)
        found += [start * math.exp(step * one) for one in range(last - first)]
    return [*found, points[-1][1]]


def _mean(knots: Sequence[float]) -> float:
    return sum((one + two) / 2 for one, two in pairwise(knots)) / (len(knots) - 1)


def _solved(function: Any, wanted: float, low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < wanted else (low, middle)
    return low
