"""Writes a plan as SQL: one SELECT for each table and phase, the same text for both engines.

The tables given are case_0, member_0, supporter_0 and item_0: see `columns.table_schema`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from doudi.policies.rules.folding import Constants, fold
from doudi.policies.rules.plan import GRAINS, Plan
from doudi.policies.rules.sql_words import WORDS, constant, gather, gathered
from doudi.policies.rules.vocabulary import GATHERING, Node

Column = Any
# The columns by which the rows of a table are told apart, and found from another one.
OWN_KEYS = {
    "case": ("case_id",),
    "member": ("case_id", "member_id"),
    "supporter": ("case_id", "member_id"),
    "item": ("case_id", "member_id"),
}
FINER_ID = {"case": "case_id", "member": "member_id"}


@dataclass(frozen=True)
class Step:
    """One table to be made: its name and the SELECT."""

    name: str
    sql: str


@dataclass(frozen=True)
class Program:
    """All steps, the SELECT that gives the answers, and the columns that tell its rows apart.

    `width` is how many columns all steps have: what a family costs in memory.
    """

    steps: tuple[Step, ...]
    answers: str
    keys: tuple[str, ...]
    width: int

    def text(self) -> str:
        """The whole as one query, each table made once."""
        if not self.steps:
            return self.answers
        named = ",\n".join(f"{one.name} AS MATERIALIZED (\n{one.sql}\n)" for one in self.steps)
        return f"WITH {named}\n{self.answers}"


def compile_answers(
    answers: Mapping[str, Node],
    grain: str = "case",
    *,
    constants: Constants | None = None,
    dialect: str = "duckdb",
) -> Program:
    """The answers as columns, a row for each row of `grain`, with `constants` folded in."""
    roots = fold(list(answers.values()), constants or {})
    plan = Plan([root for root in roots if root.op != "constant"])
    compiler = Compiler(plan, dialect)
    compiler.make()
    columns = [compiler.keys(grain)]
    for name, root in zip(answers, roots, strict=True):
        columns.append(f"{compiler.final(root)} AS {quoted(name, dialect)}")
    select = f"SELECT {', '.join(columns)}\nFROM {compiler.latest[grain]}"
    return Program(tuple(compiler.steps), select, OWN_KEYS[grain], max(1, len(plan.kept)))


def quoted(name: str, dialect: str) -> str:
    return str(exp.to_identifier(name, quoted=True).sql(dialect))


@dataclass
class Compiler:
    """Makes the tables phase by phase; `latest` names the newest one of each grain."""

    plan: Plan
    dialect: str
    steps: list[Step] = field(default_factory=list)
    latest: dict[str, str] = field(default_factory=lambda: {one: f"{one}_0" for one in GRAINS})

    def make(self) -> None:
        for phase in range(1, self.plan.depth + 1):
            before = dict(self.latest)
            for grain in GRAINS:
                nodes = self.plan.at(grain, phase)
                if nodes:
                    name = f"{grain}_{phase}"
                    self.steps.append(Step(name, self._table(grain, phase, nodes, before)))
                    self.latest[grain] = name

    def keys(self, grain: str) -> str:
        return ", ".join(OWN_KEYS[grain])

    def final(self, root: Node) -> str:
        if root.op == "constant":
            return str(constant(root).sql(self.dialect))
        return quoted(self.plan.name(root), self.dialect)

    # --- one table ----------------------------------------------------------------------------

    def _table(
        self, grain: str, phase: int, nodes: Sequence[Node], before: Mapping[str, str]
    ) -> str:
        needed = self.plan.needed_after(grain, phase)
        carried = [node for node in needed if node not in nodes]
        text = self._base(grain, nodes, carried, before)
        for level in self._levels(grain, nodes):
            new = ", ".join(f"{self._sql(node, grain)} AS {self.plan.name(node)}" for node in level)
            text = f"SELECT *, {new}\nFROM (\n{text}\n) AS t"
        kept = dict.fromkeys([*OWN_KEYS[grain], *map(self._name, needed)])
        return f"SELECT {', '.join(kept)}\nFROM (\n{text}\n) AS t"

    def _levels(self, grain: str, nodes: Sequence[Node]) -> Iterable[list[Node]]:
        """Steps that read one another, one level after the other."""
        depth: dict[int, int] = {}
        for node in nodes:
            parts = () if node.op in GATHERING else self.plan.reads(node)
            depth[id(node)] = 1 + max((depth.get(id(part), 0) for part in parts), default=0)
        for level in range(1, max(depth.values()) + 1):
            yield [node for node in nodes if depth[id(node)] == level]

    def _base(
        self,
        grain: str,
        nodes: Sequence[Node],
        carried: Sequence[Node],
        before: Mapping[str, str],
    ) -> str:
        """What is there, joined with what the steps read of wider tables and of finer ones."""
        gathering = [node for node in nodes if node.op in GATHERING]
        made = {id(node) for node in nodes}
        reads = {
            id(part): part
            for node in nodes
            if node.op not in GATHERING
            for part in self.plan.reads(node)
            if id(part) not in made
        }
        own = [*carried, *(part for part in reads.values() if part.grain == grain)]
        names = dict.fromkeys([*OWN_KEYS[grain], *map(self._name, own)])
        columns, joins = [f"b.{name}" for name in names], []
        for other in dict.fromkeys(part.grain for part in reads.values() if part.grain != grain):
            several = [part for part in reads.values() if part.grain == other]
            columns += [
                f"{other}_w.{self._name(part)} AS {other}__{self.plan.name(part)}"
                for part in several
            ]
            joins.append(_join(before[other], other))
        for rows in dict.fromkeys(node.args[0].grain for node in gathering):
            several = [node for node in gathering if node.args[0].grain == rows]
            columns += [f"{rows}_g.{name}" for node in several for name in self._got(node)]
            joins.append(self._gather(grain, rows, several, before[rows]))
        return f"SELECT {', '.join(columns)}\nFROM {before[grain]} AS b\n" + "\n".join(joins)

    def _name(self, node: Node) -> str:
        return quoted(self.plan.name(node), self.dialect)

    def _got(self, node: Node) -> dict[str, Column]:
        name = self.plan.name(node)
        rows = self._read(node.args[0], node.args[0].grain)
        return {f"{name}_{end}": column for end, column in gather(node, rows).items()}

    def _gather(self, grain: str, rows: str, nodes: Sequence[Node], table: str) -> str:
        key = FINER_ID[grain]
        columns = [
            f"{column.sql(self.dialect)} AS {name}"
            for node in nodes
            for name, column in self._got(node).items()
        ]
        text = f"SELECT {key}, {', '.join(columns)}\nFROM {table} GROUP BY {key}"
        return f"LEFT JOIN (\n{text}\n) AS {rows}_g ON b.{key} = {rows}_g.{key}"

    # --- one expression -----------------------------------------------------------------------

    def _sql(self, node: Node, grain: str) -> str:
        return str(self._value(node, grain).sql(self.dialect))

    def _value(self, node: Node, grain: str) -> Column:
        if node.op in GATHERING:
            names = list(self._got(node))
            blank = exp.column(names[1]) if len(names) > 1 else None
            return gathered(node, exp.column(names[0]), blank)
        return WORDS[node.op](node, *(self._read(part, grain) for part in node.args))

    def _read(self, node: Node, grain: str) -> Column:
        if node.op == "constant":
            return constant(node)
        if not self.plan.is_column(node):
            return self._value(node, grain)
        name = self.plan.name(node)
        return exp.column(name if node.grain == grain else f"{node.grain}__{name}", quoted=True)


def _join(table: str, grain: str) -> str:
    """A row's row of a wider table; an item may belong to no member."""
    key = FINER_ID[grain]
    kind = "JOIN" if grain == "case" else "LEFT JOIN"
    return f"{kind} {table} AS {grain}_w ON b.{key} = {grain}_w.{key}"
