"""Which facts hold a verdict open: from the verdict down to the answers that nobody gave.

A step is followed only where its value is unknown, and only for the rows that matter: an unknown
deposit does not count while the wage is what is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from doudi.policies.rules.cases import Case, tables_of
from doudi.policies.rules.folding import Folder
from doudi.policies.rules.parameters import Bundle
from doudi.policies.rules.python_reader import WHOLE, Reader, Reading, Tables
from doudi.policies.rules.registry import rule_for, values_for
from doudi.policies.rules.unknown import UNKNOWN, Value
from doudi.policies.rules.vocabulary import GATHERING, Node

Rows = frozenset[int]
ONE: Rows = frozenset({0})
SAID = {"traits_yes": "traits", "needs_yes": "needs"}


@dataclass(frozen=True)
class Fact:
    """A field of the case, or of one row of its members, supporters or items.

    A yes-or-no fact is named with its code: `traits.veteran`, `needs.legal_help`.
    """

    grain: str
    name: str
    row: int = 0


@dataclass(frozen=True)
class Laws:
    """The rules of some programmes at a place, and every step of them ready to be looked at."""

    verdicts: dict[str, Node]
    reader: Reader

    def read(self, case: Case) -> Read:
        """All verdicts of one family, and what holds them open."""
        return self.read_tables(tables_of(case))

    def read_tables(self, tables: Tables) -> Read:
        """The same for a family that is four tables of plain values."""
        return Read(self, self.reader.read(tables), tables)


@lru_cache(maxsize=64)
def laws(programmes: tuple[str, ...], bundle: Bundle, on: date) -> Laws:
    """The laws in force on a day with a place's values put in. Raises `ParameterFault`."""
    files = [file for code in programmes if (file := rule_for(code, on))]
    values = {key: one for file in files for key, one in values_for(file, bundle).items()}
    folder = Folder({("parameter", key): one for key, one in values.items()})
    met = {file.programme: folder.at_its_grain(file.rule().met) for file in files}
    steps = {id(node): node for root in met.values() for node in root.walk()}
    return Laws(met, Reader(list(steps.values())))


class Read:
    """One family, read."""

    def __init__(self, of: Laws, reading: Reading, tables: Tables) -> None:
        self._laws, self._reading, self._tables = of, reading, tables

    def verdict(self, programme: str) -> Value:
        """True, False or unknown."""
        return self._reading.value(self._laws.verdicts[programme])

    def open_facts(self, programme: str) -> frozenset[Fact]:
        """The facts that nobody told and that could decide; none if the verdict is known."""
        node = self._laws.verdicts[programme]
        if self.verdict(programme) is not UNKNOWN:
            return frozenset()
        found: set[Fact] = set()
        seen: dict[int, Rows] = {}
        waiting = [(node, ONE)]
        while waiting:
            step, rows = waiting.pop()
            fresh = rows - seen.get(id(step), frozenset())
            if fresh:
                seen[id(step)] = seen.get(id(step), frozenset()) | fresh
                found.update(self._facts(step, fresh))
                waiting.extend(self._below(step, fresh))
        return frozenset(found)

    # ── one step ───────────────────────────────────────────────────────────────────────────────
    def _facts(self, node: Node, rows: Rows) -> Iterator[Fact]:
        if node.op == "field":
            yield from (Fact(node.grain, str(node.data), row) for row in rows)
        elif code := said_in(node):
            yield from (Fact(node.grain, code, row) for row in rows)

    def _below(self, node: Node, rows: Rows) -> Iterator[tuple[Node, Rows]]:
        for part in () if said_in(node) else self._parts(node, rows):
            values = self._values(part)
            open_rows = (row for row in self._rows_of(part, node, rows) if values[row] is UNKNOWN)
            if found := frozenset(open_rows):
                yield part, found

    def _parts(self, node: Node, rows: Rows) -> Sequence[Node]:
        """Of a choice that is made for all rows: only the branch that is taken."""
        if node.op != "choose":
            return node.args
        condition, then, otherwise = node.args
        made = {self._values(condition)[row] for row in self._rows_of(condition, node, rows)}
        if made == {True}:
            return (then,)
        return (otherwise,) if made == {False} else node.args

    def _rows_of(self, part: Node, node: Node, rows: Rows) -> Iterable[int]:
        if part.grain in WHOLE:
            return ONE
        if node.op in GATHERING:
            return self._gathered(part.grain, node.grain, rows)
        if part.grain == node.grain:
            return rows
        parents = (self._tables[node.grain][row][f"{part.grain}_row"] for row in rows)
        return {row for row in parents if isinstance(row, int)}

    def _gathered(self, grain: str, into: str, rows: Rows) -> Iterable[int]:
        table = self._tables[grain]
        if into in WHOLE:
            return range(len(table))
        return [row for row, one in enumerate(table) if _parent(one, into) in rows]

    def _values(self, node: Node) -> Sequence[Value]:
        if node.grain in WHOLE:
            return [self._reading.value(node)]
        return self._reading.values(node, node.grain)


def _parent(row: Mapping[str, Value], into: str) -> int:
    """The row of the wider table it belongs to; -1 for what belongs to nobody."""
    parent = row[f"{into}_row"]
    return parent if isinstance(parent, int) else -1


def said_in(node: Node) -> str:
    """The code of a yes-or-no fact, if this step asks for one."""
    if node.op != "choose" or node.args[0].op != "listed":
        return ""
    code, told = node.args[0].args
    name = SAID.get(str(told.data), "") if told.op == "field" else ""
    return f"{name}.{code.data}" if name else ""
