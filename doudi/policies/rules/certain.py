"""What is certain of a step before any family is looked at: never unknown, never negative."""

from __future__ import annotations

from doudi.policies.rules.cases import NEVER_UNKNOWN
from doudi.policies.rules.vocabulary import Node

_SURE: dict[int, bool] = {}


def sure(node: Node) -> bool:
    """Whether a node has a value for every family, so that no reader need look for unknown."""
    if id(node) not in _SURE:
        for part in node.walk():
            if id(part) not in _SURE:
                _SURE[id(part)] = _is_sure(part)
    return _SURE[id(node)]


def _is_sure(node: Node) -> bool:
    parts = [_SURE[id(part)] for part in node.args]
    if node.op == "constant":
        return node.data is not None
    if node.op == "field":
        return str(node.data) in NEVER_UNKNOWN[node.grain]
    if node.op in ("parameter", "known", "known_total"):
        return True
    if node.op == "known_or":
        return any(parts)
    if node.op == "floor":
        return all(parts) and above_zero(node.args[1])
    return all(parts)


def never_negative(node: Node) -> bool:
    """Whether a number cannot be below 0: what is given never is, and most words keep it so."""
    if id(node) not in _POSITIVE:
        for part in node.walk():
            if id(part) not in _POSITIVE:
                _POSITIVE[id(part)] = _is_positive(part)
    return _POSITIVE[id(node)]


_POSITIVE: dict[int, bool] = {}
_KEEP_SIGN = frozenset({"plus", "times", "total", "known_total", "known_or", "smallest", "floor"})


def _is_positive(node: Node) -> bool:
    parts = [_POSITIVE[id(part)] for part in node.args]
    if node.op == "constant":
        return node.data is None or (isinstance(node.data, int) and node.data >= 0)
    if node.op in ("field", "parameter", "months", "most"):
        return True
    if node.op == "largest":
        return any(parts)
    if node.op in ("choose", "same"):
        return all(parts[-2:])
    return node.op in (
        "plus",
        "times",
        "total",
        "known_total",
        "known_or",
        "smallest",
        "floor",
    ) and all(parts)


def above_zero(node: Node) -> bool:
    """Whether a number, where it is known, is certainly more than 0, so that one may divide."""
    if node.op == "constant":
        return isinstance(node.data, int) and node.data > 0
    if node.op == "field":
        return node.data == "months"
    if node.op == "times":
        return all(map(above_zero, node.args))
    if node.op == "plus":
        return any(map(above_zero, node.args)) and all(map(never_negative, node.args))
    return node.op == "same" and above_zero(node.args[0])


def differ(node: Node) -> bool:
    """Whether the two values of a choice are constants of which none is on both sides."""
    left, right = (_constants(part) for part in node.args[1:])
    return left is not None and right is not None and not left & right


def _constants(node: Node) -> frozenset[object] | None:
    """All that a choice among constants can give; none if something else can come of it."""
    if node.op == "constant":
        return None if node.data is None else frozenset({node.data})
    if node.op != "choose":
        return None
    several = [_constants(part) for part in node.args[1:]]
    return frozenset().union(*several) if None not in several else None  # type: ignore[arg-type]
