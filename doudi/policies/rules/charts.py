"""A standard over the years as steps: plain coordinates that a template draws as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from doudi.common.money import yuan

WIDTH, HEIGHT = 320, 180
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 34, 26
YEAR_DAYS = 365
MOST_LABELS = 8


@dataclass(frozen=True)
class Level:
    """A value from a day until before another (None: still in force), in fen of one period."""

    fen: int
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class Step:
    """One level as drawn: from x1 to x2 at y, with its words above."""

    x1: int
    x2: int
    y: int
    text: str
    day: str
    known: bool


@dataclass(frozen=True)
class Chart:
    """`path` is the line of all steps; gaps between levels are gaps of the line."""

    width: int
    height: int
    base: int
    path: str
    steps: tuple[Step, ...]


def chart(levels: Sequence[Level], on: date) -> Chart | None:
    """Steps from the first day to a year after the last change or today; None for no level."""
    known = sorted(levels, key=lambda one: one.from_on)
    if not known:
        return None
    first = known[0].from_on
    last = max(on, *(one.until_on or one.from_on for one in known))
    end = date.fromordinal(last.toordinal() + YEAR_DAYS // 2)
    top = max(one.fen for one in known)
    steps = tuple(_step(one, first, end, top) for one in known[-MOST_LABELS:])
    return Chart(WIDTH, HEIGHT, HEIGHT - BOTTOM, _path(steps), steps)


def _step(one: Level, first: date, end: date, top: int) -> Step:
    y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * one.fen // max(top, 1)
    until = min(one.until_on or end, end)
    return Step(
        _x(one.from_on, first, end), _x(until, first, end), y, yuan(one.fen),
        one.from_on.strftime("%Y-%m"), one.until_on is None,
    )  # fmt: skip


def _x(day: date, first: date, end: date) -> int:
    span = max((end - first).days, 1)
    return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days // span


def _path(steps: Sequence[Step]) -> str:
    parts, at = [], -1
    for one in steps:
        parts.append(f"{'V' if at == one.x1 else f'M{one.x1} '}{one.y}H{one.x2}")
        at = one.x2
    return "".join(parts)
