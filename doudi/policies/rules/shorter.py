"""The same step written shorter: what is certain of its parts is not computed again.

A step is also brought into the form that costs the readers least: sums apart, what may be unknown
behind what is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doudi.policies.rules.certain import above_zero, sure
from doudi.policies.rules.python_words import WORDS
from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value
from doudi.policies.rules.vocabulary import Grain, Kind, Node, finest, shared


def constant(value: Value, kind: Kind) -> Node:
    """A value as a node; unknown is the constant without one."""
    return shared("constant", (), "", kind, None if isinstance(value, Unknown) else value)


def value_of(node: Node) -> Value:
    """The value of a constant."""
    return UNKNOWN if node.data is None else node.data


def is_constant(node: Node, *values: Value) -> bool:
    """Whether a node is a constant, and one of the values if some are given."""
    if node.op != "constant":
        return False
    found = value_of(node)
    return not values or any(found is one or (found == one and type(found) is type(one))
                             for one in values)  # fmt: skip


def shorter(op: str, parts: tuple[Node, ...], kind: Kind) -> Node:
    """A step of these parts, none of them gathered."""
    if all(part.op == "constant" for part in parts):
        return constant(WORDS[op](*map(value_of, parts)), kind)
    found = _SHORTER[op](*parts) if op in _SHORTER else None
    return shared(op, parts, finest(parts), kind) if found is None else found


# --- rows into one value ----------------------------------------------------------------------

NOTHING: Mapping[str, Value] = {"total": 0, "known_total": 0, "most": 0, "any": False}


def gathered(op: str, rows: Node, grain: Grain) -> Node:
    """Rows gathered per `grain`. A total of sums is a sum of totals, which others may share."""
    kind: Kind = "bool" if op == "any" else "int"
    if is_constant(rows, NOTHING[op]):
        return constant(NOTHING[op], kind)
    if op == "total" and rows.op == "known_or" and is_constant(rows.args[1], 0):
        return shared("known_total", (rows.args[0],), grain, kind)
    if op == "total" and rows.op in ("plus", "minus") and _apart(rows):
        return shorter(rows.op, tuple(gathered(op, part, grain) for part in rows.args), kind)
    return shared(op, (rows,), grain, kind)


def _apart(rows: Node) -> bool:
    return all(part.grain == rows.grain and part.op != "constant" for part in rows.args)


# --- yes, no, unknown -------------------------------------------------------------------------


def _and(*parts: Node) -> Node:
    return _logic("and", parts)


def _or(*parts: Node) -> Node:
    return _logic("or", parts)


def _logic(op: str, parts: tuple[Node, ...]) -> Node:
    decides = op == "or"
    flat = [one for part in parts for one in (part.args if part.op == op else (part,))]
    if any(is_constant(part, decides) for part in flat):
        return constant(decides, "bool")
    left = tuple(dict.fromkeys(part for part in flat if not is_constant(part, not decides)))
    if len(left) < 2:
        return left[0]
    return shared(op, left, finest(left), "bool")


def _not(part: Node) -> Node | None:
    return part.args[0] if part.op == "not" else None


def _less(left: Node, right: Node) -> Node | None:
    above = is_constant(left, 0) and above_zero(right) and sure(right)
    return constant(True, "bool") if above else None


# --- one value of several ---------------------------------------------------------------------


def _choose(condition: Node, value: Node, otherwise: Node) -> Node | None:
    if value is otherwise or is_constant(condition, True):
        return value
    if is_constant(condition, False):
        return otherwise
    if is_constant(value, True) and is_constant(otherwise, False):
        return condition
    if is_constant(value, False) and is_constant(otherwise, True):
        return shorter("not", (condition,), "bool")
    return _sure_first(condition, value, otherwise)


def _sure_first(condition: Node, value: Node, otherwise: Node) -> Node | None:
    """What is certainly known is looked at first, and once; the rest only behind it."""
    if condition.op == "and" and otherwise.op == "constant":
        certain = tuple(part for part in condition.args if sure(part))
        doubtful = tuple(part for part in condition.args if not sure(part))
        if certain and doubtful:
            inner = shorter("choose", (_and(*doubtful), value, otherwise), otherwise.kind)
            return shorter("choose", (_and(*certain), inner, otherwise), otherwise.kind)
    if _one_condition(condition, value, otherwise):
        both = _and(condition, value.args[0])
        return shorter("choose", (both, value.args[1], otherwise), otherwise.kind)
    return None


def _one_condition(condition: Node, value: Node, otherwise: Node) -> bool:
    """Whether a choice within a choice is one of two certain conditions at once."""
    inner = value.op == "choose" and value.args[2] is otherwise
    return inner and sure(condition) and sure(value.args[0])


def _known(part: Node) -> Node | None:
    return constant(True, "bool") if sure(part) else None


def _known_or(part: Node, otherwise: Node) -> Node | None:
    if is_constant(part, UNKNOWN):
        return otherwise
    return part if sure(part) else None


def _same(part: Node) -> Node:
    return part


# --- numbers ----------------------------------------------------------------------------------


def _times(*parts: Node) -> Node | None:
    if any(is_constant(part, 0) for part in parts):
        return constant(0, "int")
    return _without(parts, 1)


def _plus(*parts: Node) -> Node | None:
    return _without(parts, 0)


def _without(parts: tuple[Node, ...], nothing: int) -> Node | None:
    left = [part for part in parts if not is_constant(part, nothing)]
    return left[0] if len(left) == 1 else None


def _minus(left: Node, right: Node) -> Node | None:
    return left if is_constant(right, 0) else None


_SHORTER: Mapping[str, Callable[..., Node | None]] = {
    "and": _and, "or": _or, "not": _not, "less": _less, "choose": _choose, "known": _known,
    "known_or": _known_or, "same": _same, "times": _times, "plus": _plus, "minus": _minus,
}  # fmt: skip
