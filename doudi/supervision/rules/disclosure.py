"""Numbers that could show a single family are left out: fewer than three households.

What is left out must not follow from a total either, so a second group goes with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from doudi.policies.rules.simulation import Cliff, Compared, Movement, Shift, Simulation

LEAST = 3
SMALL = -1  # stands for a count of fewer than LEAST; None for what would give one away
NOW: tuple[str, ...] = ("before", "month_before_fen", "year_before_fen")
FLOWS: tuple[str, ...] = ("entered", "left_it", "from_unknown", "to_unknown", "after")
THEN: tuple[str, ...] = (*FLOWS, "month_after_fen", "year_after_fen")
# columns that go together, since one follows from the others
PARTS: tuple[tuple[str, ...], ...] = (
    ("households",), NOW, THEN, ("unknown_before",), ("unknown_after",), ("open_before",),
    ("open_after",),
)  # fmt: skip
Key = tuple[str, str, str]
Hidden = dict[tuple[str, ...], set[Key]]


def protected(found: Simulation) -> Simulation:
    """The same simulation; counts that are too small are SMALL, what would tell them is None."""
    return replace(
        found,
        cliff=_cliffs(found.cliff),
        scenarios=tuple(_scenario(one) for one in found.scenarios),
    )


def _scenario(one: Compared) -> Compared:
    hidden: Hidden = {part: _hidden(one.movements, part) for part in PARTS}
    hidden[THEN] |= hidden[NOW]
    return replace(
        one,
        movements=tuple(_without(moved, hidden) for moved in one.movements),
        shifts=_shifts(one.shifts),
        cliff=_cliffs(one.cliff),
    )


def _without(one: Movement, hidden: Hidden) -> Movement:
    gone: dict[str, Any] = {
        name: _instead(one, name)
        for part, keys in hidden.items()
        if _key(one) in keys
        for name in part
    }
    return replace(one, **gone)


def _instead(one: Any, name: str) -> int | None:
    small = not name.endswith("_fen") and _small(getattr(one, name))
    return SMALL if small else None


def _key(one: Movement) -> Key:
    return one.programme, one.dimension, one.group_


def _small(number: int) -> bool:
    return 0 < abs(number) < LEAST


def _is_small(one: Movement, part: tuple[str, ...]) -> bool:
    if part == ("unknown_after",) and _small(one.unknown_after - one.unknown_before):
        return True
    return any(_small(getattr(one, name)) for name in part if not name.endswith("_fen"))


def _hidden(rows: Sequence[Movement], part: tuple[str, ...]) -> set[Key]:
    """The rows that show this part to nobody else; a second one in each group of rows."""
    hidden = {_key(one) for one in rows if _is_small(one, part)}
    families: dict[tuple[str, str], dict[Key, int]] = defaultdict(dict)
    for one in rows:
        family = (one.programme, one.dimension) if one.dimension else ("*", "")
        if one.dimension or one.programme:
            families[family][_key(one)] = max(
                getattr(one, name) for name in part if not name.endswith("_fen")
            )
    for sizes in families.values():
        _hide_a_second(sizes, hidden)
    gone = {programme for programme, dimension, _ in hidden if not dimension}
    return hidden | {_key(one) for one in rows if one.programme in gone}


def _hide_a_second(sizes: dict[Key, int], hidden: set[Key]) -> None:
    """The smallest that is not empty: what is empty would give nothing away."""
    others = sorted(sizes.keys() - hidden, key=lambda key: (not sizes[key], sizes[key], key))
    if len(sizes.keys() & hidden) == 1 and others:
        hidden.add(others[0])


def _blank(one: Any) -> Any:
    """No number stays; the words do."""
    numbers: dict[str, Any] = {
        field.name: _instead(one, field.name)
        for field in fields(one)
        if type(getattr(one, field.name)) is int
    }
    kept = {"from_yuan": one.from_yuan} if isinstance(one, Shift) else {}
    return replace(one, **{**numbers, **kept})


def _shifts(rows: tuple[Shift, ...]) -> tuple[Shift, ...]:
    small = {index for index, one in enumerate(rows) if _small(one.households)}
    others = sorted(set(range(len(rows))) - small, key=lambda index: rows[index].households)
    if len(small) == 1 and others:
        small.add(others[0])
    return tuple(_blank(one) if index in small else one for index, one in enumerate(rows))


def _cliffs(rows: tuple[Cliff, ...]) -> tuple[Cliff, ...]:
    return tuple(
        _blank(one) if any(_small(n) for n in (one.above, one.below, one.lose)) else one
        for one in rows
    )
