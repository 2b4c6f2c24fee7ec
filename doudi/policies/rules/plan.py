"""Which steps of a rule become columns, of which table, and in which order they can be read.

A phase ends where a step needs another table: a member's value seen from an item, or the items'
total seen from the household. Whatever can be read before that is read in one go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from doudi.policies.rules.certain import above_zero, differ, never_negative, sure
from doudi.policies.rules.vocabulary import GATHERING, Node

GRAINS = ("case", "member", "supporter", "item")
LEAVES = frozenset({"constant", "field", "parameter"})
INPUTS = frozenset({"field", "parameter"})


@dataclass
class Plan:
    """The steps behind some answers. `phases` starts at 1; what is given is phase 0."""

    roots: Sequence[Node]
    order: list[Node] = field(init=False)
    kept: set[int] = field(init=False)
    phases: dict[int, int] = field(init=False)
    last_use: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.order = list({id(one): one for root in self.roots for one in root.walk()}.values())
        self._names = {id(node): f"s{index}" for index, node in enumerate(self.order)}
        self.kept = _kept(self.order, self.roots)
        self.phases = {}
        for node in self.order:
            if id(node) in self.kept:
                self.phases[id(node)] = self._phase(node)
        self.last_use = self._uses()

    def name(self, node: Node) -> str:
        """The column of a step, or of what is given."""
        if node.op == "field":
            return str(node.data)
        if node.op == "parameter":
            return parameter_column(str(node.data))
        return self._names[id(node)]

    def is_column(self, node: Node) -> bool:
        return node.op in INPUTS or id(node) in self.kept

    def reads(self, node: Node) -> Iterator[Node]:
        """The columns that a step is computed from, through what is written in place."""
        for part in node.args:
            if self.is_column(part):
                yield part
            elif part.op != "constant":
                yield from self.reads(part)

    def at(self, grain: str, phase: int) -> list[Node]:
        """The steps of one table in one phase, each after those it reads."""
        return [
            node
            for node in self.order
            if node.grain == grain and self.phases.get(id(node)) == phase
        ]

    @property
    def depth(self) -> int:
        return max(self.phases.values(), default=0)

    def needed_after(self, grain: str, phase: int) -> list[Node]:
        """The columns of a table that a later phase reads."""
        return [
            node
            for node in self.order
            if node.grain == grain
            and self.is_column(node)
            and self.phases.get(id(node), 0) <= phase < self.last_use.get(id(node), 0)
        ]

    def _phase(self, node: Node) -> int:
        found = 1
        for part in self.reads(node):
            other_table = part.grain != node.grain
            found = max(found, self.phases.get(id(part), 0) + int(other_table))
        return found

    def _uses(self) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        for node in self.order:
            if id(node) in self.kept:
                for part in self.reads(node):
                    found[id(part)] = max(found[id(part)], self.phases[id(node)])
        for root in self.roots:
            found[id(root)] = self.depth + 1
        return found


def parameter_column(key: str) -> str:
    """The column of the case table that holds a parameter."""
    return "p_" + key.replace(".", "__")


def _kept(order: Sequence[Node], roots: Sequence[Node]) -> set[int]:
    uses: dict[int, int] = defaultdict(int)
    kept = {id(root) for root in roots}
    for node in order:
        repeated = repeats(node)
        for part in node.args:
            uses[id(part)] += 2 if part in repeated else 1
            if part.grain != node.grain or node.op in GATHERING and not _own(part):
                kept.add(id(part))
        if node.op in GATHERING:
            kept.add(id(node))
    kept |= {found for found, several in uses.items() if several > 1}
    return {id(node) for node in order if id(node) in kept and node.op not in LEAVES and node.grain}


def _own(node: Node) -> bool:
    """Whether a step can be read from its own table alone."""
    return all(part.grain in ("", node.grain) for part in node.walk() if part.op in INPUTS)


def repeats(node: Node) -> tuple[Node, ...]:
    """The parts that the SQL of a step writes more than once."""
    if node.op == "choose" and not sure(node.args[0]):
        return node.args[:1] if differ(node) else node.args
    if node.op in ("largest", "smallest", "times") and not all(map(sure, node.args)):
        return node.args
    if node.op == "floor" and not (above_zero(node.args[1]) and never_negative(node.args[0])):
        return node.args
    if node.op == "months" and any(part.op != "constant" for part in node.args[1:]):
        return node.args
    return ()
