"""The words a rule file is written with. A word builds a node; a reader gives the node a value.

There is no bare sum, maximum or division: every word says what becomes of an unknown part
(unknown if the part could change the outcome, known if it could not). Money is fen per year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Grain = Literal["", "case", "member", "supporter", "item"]
Kind = Literal["int", "bool", "text"]

ANCESTORS: dict[str, frozenset[str]] = {
    "": frozenset(),
    "case": frozenset({""}),
    "member": frozenset({"", "case"}),
    "supporter": frozenset({"", "case", "member"}),
    "item": frozenset({"", "case", "member"}),
}


@dataclass(frozen=True, eq=False)
class Node:
    """One step of a rule: what is done (`op`), to what (`args`), for each row of which `grain`."""

    op: str
    args: tuple[Node, ...]
    grain: Grain
    kind: Kind
    data: int | bool | str | None = None

    def __add__(self, other: Node | int) -> Node:
        return _build("plus", "int", self, other)

    def __sub__(self, other: Node | int) -> Node:
        return _build("minus", "int", self, other)

    def __mul__(self, other: Node | int) -> Node:
        return _build("times", "int", self, other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __bool__(self) -> bool:
        raise TypeError("a rule is written with choose, not with if")

    def walk(self) -> Iterator[Node]:
        """Every node under this one and itself, parts first, each once."""
        seen: set[int] = set()
        waiting: list[tuple[Node, bool]] = [(self, False)]
        while waiting:
            node, parts_done = waiting.pop()
            if parts_done:
                yield node
            elif id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
                waiting.extend((part, False) for part in reversed(node.args))


Word = Node | int | bool | str
GATHERING = frozenset({"total", "known_total", "most", "any"})


def shared(
    op: str,
    args: tuple[Node, ...],
    grain: Grain,
    kind: Kind,
    data: int | bool | str | None = None,
) -> Node:
    """The same step written twice is one node: readers give it a value once."""
    key = (op, tuple(id(part) for part in args), grain, kind, type(data), data)
    return _NODES.setdefault(key, Node(op, args, grain, kind, data))


_NODES: dict[tuple[object, ...], Node] = {}


def as_node(value: Word) -> Node:
    """A plain value as a constant node; a node as it is."""
    if isinstance(value, Node):
        return value
    kind: Kind = "int"
    if isinstance(value, bool):
        kind = "bool"
    elif isinstance(value, str):
        kind = "text"
    return shared("constant", (), "", kind, value)


def finest(nodes: tuple[Node, ...]) -> Grain:
    """The grain in which all `nodes` can be read side by side."""
    grains: set[Grain] = {node.grain for node in nodes} or {""}
    for grain in grains:
        if all(other == grain or other in ANCESTORS[grain] for other in grains):
            return grain
    raise TypeError(f"cannot be read side by side: {sorted(grains)}")


def _build(op: str, kind: Kind, *args: Word) -> Node:
    nodes = tuple(as_node(value) for value in args)
    return shared(op, nodes, finest(nodes), kind)


# --- what is read -----------------------------------------------------------------------------


def field(grain: Grain, name: str, kind: Kind = "int") -> Node:
    """A field of the case, or of each member, supporter or item."""
    return shared("field", (), grain, kind, name)


def text(grain: Grain, name: str) -> Node:
    """A field that holds a code."""
    return field(grain, name, "text")


def flag(grain: Grain, name: str) -> Node:
    """A field that is yes or no."""
    return field(grain, name, "bool")


def word(key: str) -> Node:
    """A dated parameter that is a choice, or a list of codes written `|a|b|`."""
    return parameter(key, "text")


def parameter(key: str, kind: Kind = "int") -> Node:
    """A dated parameter: a standard or amount in fen (standards per year), a count or a choice."""
    return shared("parameter", (), "case", kind, key)


def ratio(key: str) -> tuple[Node, Node]:
    """A share as two integers: numerator, denominator."""
    return parameter(f"{key}.num"), parameter(f"{key}.den")


def unknown(kind: Kind = "int") -> Node:
    """A value that nobody knows."""
    return shared("constant", (), "", kind)


# --- yes, no, unknown -------------------------------------------------------------------------


def all_of(*parts: Word) -> Node:
    """One certain no decides; otherwise unknown if a part is unknown."""
    return _build("and", "bool", *parts)


def any_of(*parts: Word) -> Node:
    """One certain yes decides; otherwise unknown if a part is unknown."""
    return _build("or", "bool", *parts)


def not_(part: Word) -> Node:
    """Turns yes and no; unknown stays unknown."""
    return _build("not", "bool", part)


def less_than(left: Word, right: Word) -> Node:
    """Strictly less: equal is no."""
    return _build("less", "bool", left, right)


def at_least(left: Word, right: Word) -> Node:
    """Not less than: equal is yes."""
    return not_(less_than(left, right))


def more_than(left: Word, right: Word) -> Node:
    """Strictly more: equal is no."""
    return less_than(right, left)


def at_most(left: Word, right: Word) -> Node:
    """Not more than: equal is yes."""
    return not_(less_than(right, left))


def equals(left: Word, right: Word) -> Node:
    """The same number or the same code."""
    return _build("equal", "bool", left, right)


def one_of(left: Word, *codes: str) -> Node:
    """The code is one of those named here."""
    return any_of(*(equals(left, code) for code in codes))


def in_list(code: Word, codes: Word) -> Node:
    """The code is in a list that is a parameter (written `|a|b|`)."""
    return _build("listed", "bool", code, codes)


def is_so(grain: Grain, code: str) -> Node:
    """What was said about a trait of a member, or a need of the case: yes, no, or not asked."""
    name = {"member": "traits", "case": "needs"}[grain]
    return choose(
        (in_list(code, field(grain, f"{name}_yes", "text")), True),
        (in_list(code, field(grain, f"{name}_no", "text")), False),
        otherwise=unknown("bool"),
    )


def is_known(part: Word) -> Node:
    """Whether there is a value; itself always known."""
    return _build("known", "bool", part)


# --- one value of several ---------------------------------------------------------------------


def choose(*pairs: tuple[Word, Word], otherwise: Word) -> Node:
    """The value of the first pair whose condition holds.

    An unknown condition leaves the value known only if both ways give the same value.
    """
    result = as_node(otherwise)
    for condition, value in reversed(pairs):
        result = _build("choose", result.kind, condition, value, result)
    return result


def known_or(part: Word, otherwise: Word) -> Node:
    """The part, or `otherwise` where the part is unknown: for lower bounds only."""
    return _build("known_or", as_node(otherwise).kind, part, otherwise)


def largest(*parts: Word) -> Node:
    """The largest of some values; unknown if one is unknown."""
    return _build("largest", "int", *parts)


def smallest(*parts: Word) -> Node:
    """The smallest of some values; unknown if one is unknown."""
    return _build("smallest", "int", *parts)


def sum_of(*parts: Node) -> Node:
    """All parts added up; unknown if one is unknown."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


# --- rows into one value ----------------------------------------------------------------------


def _rows(op: str, kind: Kind, value: Word, where: Word, per: Grain) -> Node:
    parts = (as_node(value), as_node(where))
    rows = finest(parts)
    if per not in ANCESTORS[rows]:
        raise TypeError(f"{rows or 'a constant'} rows cannot be gathered per {per}")
    return shared(op, parts, per, kind)


def total_of(value: Word, where: Word = True, per: Grain = "case") -> Node:
    """Sum of the rows that count; nobody is 0; unknown if an unknown row could change it."""
    return _rows("total", "int", choose((where, value), otherwise=0), True, per)


def known_total_of(value: Word, where: Word = True, per: Grain = "case") -> Node:
    """Sum of what is known: the least it can be, for values that are never negative."""
    return total_of(known_or(choose((where, value), otherwise=0), 0), per=per)


def count_of(where: Word, per: Grain = "case") -> Node:
    """Number of rows that count; unknown if it is unknown whether a row counts."""
    return _rows("total", "int", choose((where, 1), otherwise=0), True, per)


def known_count_of(where: Word, per: Grain = "case") -> Node:
    """Number of rows that certainly count."""
    return known_total_of(1, where, per)


def largest_of(value: Word, where: Word = True, per: Grain = "case") -> Node:
    """Largest of the rows that count, at least 0; unknown if an unknown row could change it."""
    return _rows("most", "int", choose((where, value), otherwise=0), True, per)


def any_row(where: Word, per: Grain = "case") -> Node:
    """Whether a row holds: one certain yes decides; nobody is no."""
    return _rows("any", "bool", where, True, per)


def every_row(where: Word, per: Grain = "case") -> Node:
    """Whether all rows hold: one certain no decides; nobody is yes."""
    return not_(any_row(not_(where), per))


def of_owner(part: Node, otherwise: Word) -> Node:
    """A member's value seen from his item; `otherwise` for what belongs to the whole household."""
    return choose((field("item", "has_owner", "bool"), part), otherwise=otherwise)


# --- time -------------------------------------------------------------------------------------


def age_on(born_on: Node, day: Node) -> Node:
    """Full years between two days written yyyymmdd."""
    return _build("floor", "int", day - born_on, 10000)


def months_within(first: Word, last: Word) -> Node:
    """How many months of an item lie between two months, both included; none if they cross.

    Looks at the month of application and the five years before it.
    """
    mask, now = field("item", "months_mask"), field("case", "month_now")
    return _build("months", "int", mask, now, first, last)


# --- division, once and by name ---------------------------------------------------------------


def half_up(over: Word, under: Word) -> Node:
    """`over / under`, halves up. Unknown if `under` is not above 0."""
    top, bottom = as_node(over), as_node(under)
    return _build("floor", "int", top * 2 + bottom, bottom * 2)


def floor_to(over: Word, under: Word, step: int = 1) -> Node:
    """`over / under` down to a whole step."""
    return _build("floor", "int", over, as_node(under) * step) * step


def ceil_to(over: Word, under: Word, step: int = 1) -> Node:
    """`over / under` up to a whole step."""
    bottom = as_node(under) * step
    return _build("floor", "int", as_node(over) + bottom - 1, bottom) * step


def half_up_to(over: Word, under: Word, step: int = 1) -> Node:
    """`over / under` to the nearest whole step, halves up."""
    return half_up(over, as_node(under) * step) * step


ROUNDING = {
    "half_up_household_fen": (half_up_to, 1, "household"),
    "ceil_household_fen": (ceil_to, 1, "household"),
    "floor_household_fen": (floor_to, 1, "household"),
    "half_up_household_yuan": (half_up_to, 100, "household"),
    "ceil_household_yuan": (ceil_to, 100, "household"),
    "half_up_person_fen": (half_up_to, 1, "person"),
    "ceil_person_fen": (ceil_to, 1, "person"),
    "floor_person_fen": (floor_to, 1, "person"),
    "half_up_person_yuan": (half_up_to, 100, "person"),
    "ceil_person_yuan": (ceil_to, 100, "person"),
}


def monthly(year_fen: Word, people: Word, rule: Node) -> Node:
    """A year's fen as a month's, divided and rounded once by the rule that `rule` names."""
    result: Node = unknown()
    heads = as_node(people)
    for name, (word, step, whose) in reversed(ROUNDING.items()):
        if whose == "household":
            amount = word(year_fen, 12, step)
        else:
            amount = word(year_fen, heads * 12, step) * heads
        result = choose((equals(rule, name), amount), otherwise=result)
    return result
