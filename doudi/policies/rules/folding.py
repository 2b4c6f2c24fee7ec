"""Folds what is the same for every family into a rule: parameters and days become constants.

A choice that a place has made leaves one branch, so that a city is read without the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from doudi.policies.rules.shorter import constant, gathered, shorter
from doudi.policies.rules.unknown import Value
from doudi.policies.rules.vocabulary import GATHERING, Node, shared

Constants = Mapping[tuple[str, str], Value]


def fold(roots: Sequence[Node], constants: Constants) -> list[Node]:
    """The same nodes with `constants` put in, by (op, name): ("parameter", "dibao.cap").

    Each keeps its grain, so that every reader can still tell which rows it belongs to.
    """
    folder = Folder(constants)
    return [folder.at_its_grain(root) for root in roots]


class Folder:
    """Remembers what became of each node, so that the same set is folded once."""

    def __init__(self, constants: Constants) -> None:
        self.constants = constants
        self.done: dict[int, Node] = {}
        self._owned: Folder | None = None

    def at_its_grain(self, node: Node) -> Node:
        """A node with the constants put in, of the same grain."""
        found = self.of(node)
        if found.grain == node.grain:
            return found
        if found.op == "constant":
            return shared("constant", (), node.grain, found.kind, found.data)
        return shared("same", (found,), node.grain, found.kind)

    def of(self, node: Node) -> Node:
        if id(node) not in self.done:
            for part in node.walk():
                if id(part) not in self.done:
                    self.done[id(part)] = self._fold(part)
        return self.done[id(node)]

    def _fold(self, node: Node) -> Node:
        if (node.op, str(node.data)) in self.constants:
            return constant(self.constants[node.op, str(node.data)], node.kind)
        if node.op in GATHERING:
            return gathered(node.op, self._rows(node), node.grain)
        if not node.args:
            return node
        return shorter(node.op, tuple(self.done[id(part)] for part in node.args), node.kind)

    def _rows(self, node: Node) -> Node:
        """What is gathered. Rows gathered for a member have him as their owner."""
        rows = node.args[0]
        if node.grain != "member" or rows.grain != "item":
            return self.at_its_grain(rows)
        self._owned = self._owned or Folder({**self.constants, ("field", "has_owner"): True})
        return self._owned.at_its_grain(rows)
