"""Reads a rule for one family with plain integers, and remembers the value of every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value
from doudi.policies.rules.vocabulary import Node

Row = Mapping[str, Value]
Tables = Mapping[str, Sequence[Row]]


def _plus(a: Value, b: Value) -> Value:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else int(a) + int(b)


def _minus(a: Value, b: Value) -> Value:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else int(a) - int(b)


def _times(a: Value, b: Value) -> Value:
    if (a is not UNKNOWN and a == 0) or (b is not UNKNOWN and b == 0):
        return 0
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else int(a) * int(b)


def _less(a: Value, b: Value) -> Value:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else int(a) < int(b)


def _equal(a: Value, b: Value) -> Value:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else a == b


def _and(*parts: Value) -> Value:
    if any(part is False for part in parts):
        return False
    return UNKNOWN if any(part is UNKNOWN for part in parts) else True


def _or(*parts: Value) -> Value:
    if any(part is True for part in parts):
        return True
    return UNKNOWN if any(part is UNKNOWN for part in parts) else False


def _not(part: Value) -> Value:
    return UNKNOWN if part is UNKNOWN else part is False


def _listed(code: Value, codes: Value) -> Value:
    return UNKNOWN if code is UNKNOWN or codes is UNKNOWN else f"|{code}|" in str(codes)


def _known(part: Value) -> Value:
    return part is not UNKNOWN


def _choose(condition: Value, value: Value, otherwise: Value) -> Value:
    if condition is UNKNOWN:
        return value if value is not UNKNOWN and value == otherwise else UNKNOWN
    return value if condition is True else otherwise


def _known_or(part: Value, otherwise: Value) -> Value:
    return otherwise if part is UNKNOWN else part


def _largest(*parts: Value) -> Value:
    known = [int(part) for part in parts if not isinstance(part, str) and part is not UNKNOWN]
    return max(known) if len(known) == len(parts) else UNKNOWN


def _smallest(*parts: Value) -> Value:
    known = [int(part) for part in parts if not isinstance(part, str) and part is not UNKNOWN]
    return min(known) if len(known) == len(parts) else UNKNOWN


def _floor(over: Value, under: Value) -> Value:
    if over is UNKNOWN or under is UNKNOWN:
        return UNKNOWN
    top, bottom = int(over), int(under)
    return top // bottom if bottom > 0 else UNKNOWN


WORDS: dict[str, Callable[..., Value]] = {
    "plus": _plus,
    "minus": _minus,
    "times": _times,
    "less": _less,
    "equal": _equal,
    "and": _and,
    "or": _or,
    "not": _not,
    "listed": _listed,
    "known": _known,
    "choose": _choose,
    "known_or": _known_or,
    "largest": _largest,
    "smallest": _smallest,
    "floor": _floor,
}


def _total(values: Sequence[Value]) -> Value:
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    return sum([int(value) for value in values if not isinstance(value, Unknown)])


def _most(values: Sequence[Value]) -> Value:
    return _largest(0, *values)


def _any(values: Sequence[Value]) -> Value:
    return _or(*values)


GATHERING: dict[str, Callable[[Sequence[Value]], Value]] = {
    "total": _total,
    "most": _most,
    "any": _any,
}


class Reading:
    """One family read by one rule: ask it for the value of any node of that rule."""

    def __init__(self, tables: Tables, parameters: Mapping[str, Value]) -> None:
        self.tables = tables
        self.parameters = parameters
        self._columns: dict[int, list[Value]] = {}
        self._kept: list[Node] = []
        self._rows: dict[tuple[str, str], list[int | None]] = {}

    def value(self, node: Node) -> Value:
        """The value of a node of the case."""
        return self._spread(node, "case")[0]

    def values(self, node: Node, grain: str) -> list[Value]:
        """The values of a node, one for each row of `grain`."""
        return self._spread(node, grain)

    def column(self, node: Node) -> list[Value]:
        found = self._columns.get(id(node))
        if found is None:
            found = self._read(node)
            self._columns[id(node)] = found
            self._kept.append(node)
        return found

    def _read(self, node: Node) -> list[Value]:
        if node.op == "constant":
            return [UNKNOWN if node.data is None else node.data]
        if node.op == "parameter":
            return [self.parameters[str(node.data)]]
        if node.op == "field":
            return [row[str(node.data)] for row in self.tables[node.grain]]
        if node.op in GATHERING:
            return self._gather(node)
        word = WORDS[node.op]
        return [word(*row) for row in zip(*self._side_by_side(node), strict=True)]

    def _side_by_side(self, node: Node) -> list[list[Value]]:
        """The parts of a node, each as a column with a value for every row of the node's grain."""
        return [self._spread(part, node.grain) for part in node.args]

    def _spread(self, part: Node, grain: str) -> list[Value]:
        column = self.column(part)
        if part.grain == grain:
            return column
        if part.grain in ("", "case"):
            return column * len(self.tables[grain])
        return [
            UNKNOWN if parent is None else column[parent]
            for parent in self._parents(grain, part.grain)
        ]

    def _gather(self, node: Node) -> list[Value]:
        rows = node.args[0].grain
        groups: list[list[Value]] = [[] for _ in self.tables[node.grain]]
        for value, parent in zip(
            self.column(node.args[0]), self._parents(rows, node.grain), strict=True
        ):
            if parent is not None:
                groups[parent].append(value)
        gather = GATHERING[node.op]
        return [gather(group) for group in groups]

    def _parents(self, grain: str, wanted: str) -> list[int | None]:
        """For each row of `grain`: the row of the wider table it belongs to, or none."""
        found = self._rows.get((grain, wanted))
        if found is None:
            found = self._rows[grain, wanted] = [_parent(row, wanted) for row in self.tables[grain]]
        return found


def _parent(row: Row, wanted: str) -> int | None:
    if wanted == "case":
        return 0
    key = row[f"{wanted}_row"]
    return None if isinstance(key, Unknown) else int(key)
