"""Bars drawn on the server: each with its words beside it, and a table under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 760
LABEL = 190  # room for the words on the left
NUMBER = 130  # and for the number on the right
ROW = 26
BAR = 16


@dataclass(frozen=True)
class Bar:
    """One bar: words, number, and where it lies. `series` is 0 or 1."""

    label: str
    text: str
    series: int
    x: int
    y: int
    width: int
    text_x: int
    text_y: int


@dataclass(frozen=True)
class Chart:
    """`zero` is where the axis stands; `names` are the series for the legend."""

    title: str
    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    zero: int
    height: int
    width: int = WIDTH


def bars(
    title: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]
) -> Chart | None:
    """Horizontal bars: for each row its label and per series a number with its text.

    Numbers may be negative: then the axis moves in. None if there is nothing to draw.
    """
    numbers = [number for _, several in rows for number, _ in several]
    most, least = max([0, *numbers]), min([0, *numbers])
    if most == least:
        return None
    room = WIDTH - LABEL - NUMBER - (NUMBER if least < 0 else 0)
    zero = LABEL + (NUMBER if least < 0 else 0) + room * -least // (most - least)
    found: list[Bar] = []
    for label, several in rows:
        for series, (number, text) in enumerate(several):
            found.append(
                _bar(label if not series else "", text, series, number, len(found),
                     zero, room, most - least)
            )  # fmt: skip
    return Chart(title, tuple(names), tuple(found), zero, len(found) * ROW + 6)


def _bar(
    label: str, text: str, series: int, number: int, index: int, zero: int, room: int, span: int
) -> Bar:
    width = max(1, room * abs(number) // span) if number else 0
    x = zero - width if number < 0 else zero
    y = 3 + index * ROW
    text_x = zero + 6 if number < 0 else zero + width + 6
    return Bar(label, text, series, x, y + (ROW - BAR) // 2, width, text_x, y + 18)
