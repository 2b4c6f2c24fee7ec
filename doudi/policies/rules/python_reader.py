"""Reads rules for one family with plain integers, and remembers the value of every step.

The steps of all rules are put in order once; a family then runs through them. A step of the case
is a value, a step of its members, supporters or items a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any

from doudi.policies.rules.certain import sure
from doudi.policies.rules.folding import Constants, Folder
from doudi.policies.rules.python_words import GATHER, SURE_WORDS, WORDS
from doudi.policies.rules.shorter import value_of
from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value
from doudi.policies.rules.vocabulary import GATHERING, Node

Row = Mapping[str, Value]
Tables = Mapping[str, Sequence[Row]]
Values = list[Any]
Step = Callable[[Values, Tables], Any]
WHOLE = ("", "case")


class Reader:
    """The steps behind some nodes, ready for any family. `constants` are folded in."""

    def __init__(self, nodes: Sequence[Node], constants: Constants | None = None) -> None:
        folder = Folder(constants or {})
        self._steps: list[Step] = []
        self._done: dict[object, int] = {}
        roots = [folder.at_its_grain(node) for node in nodes]
        for root in roots:
            for node in root.walk():
                if id(node) not in self._done:
                    self._add(id(node), self._step(node))
        self.places = {
            id(node): self._done[id(root)] for node, root in zip(nodes, roots, strict=True)
        }
        self.grains = {id(node): node.grain for node in nodes}

    def read(self, tables: Tables) -> Reading:
        """All steps for one family."""
        values: Values = []
        for step in self._steps:
            values.append(step(values, tables))
        return Reading(self, values, {grain: len(rows) for grain, rows in tables.items()})

    def _add(self, key: object, step: Step) -> int:
        self._done[key] = len(self._steps)
        self._steps.append(step)
        return self._done[key]

    def _step(self, node: Node) -> Step:
        if node.op == "constant":
            return _constant(value_of(node), node.grain)
        if node.op == "field":
            return _field(str(node.data), node.grain)
        if node.op in GATHERING:
            return self._gather(node)
        places = [self._place(part, node.grain) for part in node.args]
        whole = [part.grain in WHOLE for part in node.args]
        word = word_of(node)
        if node.grain in WHOLE:
            return _of_case(word, places)
        return _of_rows(word, places, whole, node.grain)

    def _place(self, part: Node, grain: str) -> int:
        """Where the values of a part stand, a value for each row of `grain`."""
        place = self._done[id(part)]
        if part.grain in WHOLE or part.grain == grain:
            return place
        return self._once((id(part), grain), _seen_from(place, self._parents(grain, part.grain)))

    def _parents(self, grain: str, wanted: str) -> int:
        return self._once((grain, wanted), _parent_rows(grain, f"{wanted}_row"))

    def _once(self, key: object, step: Step) -> int:
        found = self._done.get(key)
        return self._add(key, step) if found is None else found

    def _gather(self, node: Node) -> Step:
        rows, gather = node.args[0], GATHER[node.op]
        place = self._done[id(rows)]
        if node.grain == "case":
            return lambda values, tables: gather(values[place])
        return _groups(gather, place, self._parents(rows.grain, node.grain), node.grain)


class Reading:
    """One family, read: ask it for the value of any node that its reader was made for."""

    def __init__(self, reader: Reader, values: Values, rows: Mapping[str, int]) -> None:
        self._reader, self._values, self._rows = reader, values, rows

    def value(self, node: Node) -> Value:
        """The value of a node of the case."""
        found: Value = self._values[self._reader.places[id(node)]]
        return found

    def values(self, node: Node, grain: str) -> list[Value]:
        """The values of a node, one for each row of `grain`."""
        found = self._values[self._reader.places[id(node)]]
        if self._reader.grains[id(node)] in WHOLE:
            return [found] * self._rows[grain]
        several: list[Value] = found
        return several


# --- steps ------------------------------------------------------------------------------------


def _constant(value: Value, grain: str) -> Step:
    if grain in WHOLE:
        return lambda values, tables: value
    return lambda values, tables: [value] * len(tables[grain])


def _field(name: str, grain: str) -> Step:
    if grain == "case":
        return lambda values, tables: tables["case"][0][name]
    return lambda values, tables: [row[name] for row in tables[grain]]


def _of_case(word: Callable[..., Value], places: Sequence[int]) -> Step:
    if len(places) == 1:
        (one,) = places
        return lambda values, tables: word(values[one])
    if len(places) == 2:
        left, right = places
        return lambda values, tables: word(values[left], values[right])
    return lambda values, tables: word(*[values[place] for place in places])


def _of_rows(
    word: Callable[..., Value], places: Sequence[int], whole: Sequence[bool], grain: str
) -> Step:
    pairs = list(zip(places, whole, strict=True))
    if all(whole):  # the same for every row
        once = _of_case(word, places)
        return lambda values, tables: [once(values, tables)] * len(tables[grain])
    if len(places) == 1:
        (one,) = places
        return lambda values, tables: list(map(word, values[one]))
    if len(places) == 2:
        (left, left_whole), (right, right_whole) = pairs
        return _of_two(word, left, right, left_whole, right_whole)
    return lambda values, tables: list(
        map(word, *[repeat(values[at]) if same else values[at] for at, same in pairs])
    )


def _of_two(
    word: Callable[..., Value], left: int, right: int, left_whole: bool, right_whole: bool
) -> Step:
    if left_whole:
        return lambda values, tables: list(map(word, repeat(values[left]), values[right]))
    if right_whole:
        return lambda values, tables: list(map(word, values[left], repeat(values[right])))
    return lambda values, tables: list(map(word, values[left], values[right]))


def word_of(node: Node) -> Callable[..., Value]:
    """What computes a node, without looking for unknown where there can be none."""
    if node.op in SURE_WORDS and all(map(sure, node.args)):
        return SURE_WORDS[node.op]
    return WORDS[node.op]


def _parent_rows(grain: str, key: str) -> Step:
    """For each row: the row of the wider table it belongs to, or none."""
    return lambda values, tables: [
        None if isinstance(row[key], Unknown) else row[key] for row in tables[grain]
    ]


def _seen_from(place: int, parents: int) -> Step:
    """A member's value for each of his rows; unknown for what belongs to nobody."""

    def step(values: Values, tables: Tables) -> list[Value]:
        column = values[place]
        return [UNKNOWN if row is None else column[row] for row in values[parents]]

    return step


def _groups(
    gather: Callable[[Sequence[Value]], Value], place: int, parents: int, grain: str
) -> Step:
    def step(values: Values, tables: Tables) -> list[Value]:
        groups: list[list[Value]] = [[] for _ in tables[grain]]
        for value, parent in zip(values[place], values[parents], strict=True):
            if parent is not None:
                groups[parent].append(value)
        return [gather(group) for group in groups]

    return step
