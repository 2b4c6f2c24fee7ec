"""Reads a rule for a whole city: one SQL text, compiled by Ibis, run by our own DuckDB.

Every dependency level is compiled alone and joined as a CTE. NULL is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from doudi.policies.rules.cases import FIELDS, Case, tables_of
from doudi.policies.rules.parameters import Bundle
from doudi.policies.rules.registry import RuleFile, kinds_of, values_for
from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value
from doudi.policies.rules.vocabulary import Node

GRAINS = ("case", "member", "supporter", "item", "month")
KEYS = {grain: ("case_id",) if grain == "case" else ("case_id", "row") for grain in GRAINS}
TYPES = {"int": "int64", "bool": "boolean", "text": "string"}
GATHERING = frozenset({"total", "most", "any"})
REPEATING = frozenset({"choose", "times", "floor", "largest", "smallest", "known_or"})
LEAVES = frozenset({"constant", "parameter", "field"})

Column = Any
Table = Any


def parameter_column(key: str) -> str:
    """The column of the case table that holds a parameter."""
    return "p_" + key.replace(".", "__")


# --- words ------------------------------------------------------------------------------------


def _strict(result: Column, *parts: Column) -> Column:
    blank = reduce(lambda a, b: a | b, (part.isnull() for part in parts))
    return ibis.cases((blank, ibis.null()), else_=result)


def _times(a: Column, b: Column) -> Column:
    zero = (a == 0).fill_null(False) | (b == 0).fill_null(False)
    return ibis.cases((zero, ibis.literal(0, type="int64")), else_=a * b)


def _choose(condition: Column, value: Column, otherwise: Column) -> Column:
    same = condition.isnull() & (value == otherwise).fill_null(False)
    return ibis.cases((condition | same, value), (condition.isnull(), ibis.null()), else_=otherwise)


def _floor(over: Column, under: Column) -> Column:
    safe = ibis.cases((under > 0, under), else_=ibis.null().cast("int64"))
    return over // safe


WORDS: dict[str, Any] = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": _times,
    "less": lambda a, b: a < b,
    "equal": lambda a, b: a == b,
    "and": lambda *parts: reduce(lambda a, b: a & b, parts),
    "or": lambda *parts: reduce(lambda a, b: a | b, parts),
    "not": lambda part: ~part,
    "listed": lambda code, codes: codes.contains(ibis.literal("|") + code + ibis.literal("|")),
    "known": lambda part: part.notnull(),
    "choose": _choose,
    "known_or": lambda part, otherwise: ibis.coalesce(part, otherwise),
    "largest": lambda *parts: _strict(ibis.greatest(*parts), *parts),
    "smallest": lambda *parts: _strict(ibis.least(*parts), *parts),
    "floor": _floor,
}


def _gather(op: str, column: Column) -> dict[str, Column]:
    """What a group is reduced to before the outer join."""
    blanks = column.isnull().cast("int64").sum().cast("int64")
    if op == "any":
        return {"got": column.fill_null(False).cast("int64").sum().cast("int64"), "blanks": blanks}
    whole = column.sum() if op == "total" else column.max()
    return {"got": whole.cast("int64"), "blanks": blanks}


def _gathered(op: str, got: Column, blanks: Column) -> Column:
    """The group's value; no group is nobody: 0 or no."""
    some = blanks.fill_null(0) > 0
    if op == "any":
        yes = got.fill_null(0) > 0
        return ibis.cases((yes, True), (some, ibis.null()), else_=False)
    total = got.fill_null(0)
    least = total if op == "total" else ibis.greatest(total, ibis.literal(0, type="int64"))
    return ibis.cases((some, ibis.null()), else_=least)


# --- levels -----------------------------------------------------------------------------------


class Plan:
    """Which nodes become columns, of which table, at which level."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.outputs = list(nodes)
        self.order = _in_order(nodes)
        self.kept = _kept(self.order, nodes)
        self.names = {id(node): f"s{index}" for index, node in enumerate(self.order)}
        self.levels: dict[int, int] = {}
        for node in self.order:
            below = max((self.levels[id(part)] for part in node.args), default=0)
            self.levels[id(node)] = below + 1 if id(node) in self.kept else below

    def column_name(self, node: Node) -> str:
        if node.op == "field":
            return str(node.data)
        if node.op == "parameter":
            return parameter_column(str(node.data))
        return self.names[id(node)]

    def is_column(self, node: Node) -> bool:
        return node.op in ("field", "parameter") or id(node) in self.kept

    def at(self, level: int) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.order:
            if id(node) in self.kept and self.levels[id(node)] == level:
                found[node.grain].append(node)
        return found

    @property
    def depth(self) -> int:
        return max(self.levels.values(), default=0)


def _in_order(nodes: Sequence[Node]) -> list[Node]:
    seen: dict[int, Node] = {}
    for root in nodes:
        for node in root.walk():
            seen.setdefault(id(node), node)
    return list(seen.values())


def _kept(order: Sequence[Node], outputs: Sequence[Node]) -> set[int]:
    uses: dict[int, int] = defaultdict(int)
    kept: set[int] = set()
    for node in order:
        for part in node.args:
            uses[id(part)] += 1
            if part.op not in LEAVES and (node.op in GATHERING or part.grain != node.grain):
                kept.add(id(part))
    for node in order:
        if node.op in GATHERING:
            kept.add(id(node))
        if node.op in REPEATING:
            kept |= {id(part) for part in node.args if part.op not in LEAVES}
        if uses[id(node)] > 1 and node.op not in LEAVES and node.grain:
            kept.add(id(node))
    kept |= {id(node) for node in outputs if node.op not in LEAVES and node.grain}
    return {id(node) for node in order if node.grain and id(node) in kept}


class Compiler:
    """Turns a plan into SQL over the tables case_0, member_0, supporter_0, item_0, month_0.

    A level of a table is: what was there, what it needs of wider tables, what its rows below
    gather to, and the new steps. The joins are plain text; every expression is Ibis's.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tables = {grain: f"{grain}_0" for grain in GRAINS}
        self.carried: dict[str, set[str]] = {grain: set() for grain in GRAINS}

    def sql(self) -> str:
        parts: list[str] = []
        for level in range(1, self.plan.depth + 1):
            made: dict[str, str] = {}
            for grain, nodes in self.plan.at(level).items():
                name = f"{grain}_{level}"
                parts.append(f"{name}_in AS (\n{self._source(grain, nodes)}\n)")
                parts.append(f"{name} AS MATERIALIZED (\n{self._steps(name, grain, nodes)}\n)")
                made[grain] = name
            self.tables |= made
        return "WITH " + ",\n".join(parts)

    def _source(self, grain: str, nodes: list[Node]) -> str:
        columns, joins = ["b.*"], [f"FROM {self.tables[grain]} AS b"]
        for wide, wanted in _wider(nodes, grain, self.plan).items():
            fresh = sorted(wanted - self.carried[grain])
            if fresh:
                self.carried[grain] |= set(fresh)
                columns += [f'{wide}_t."{name[len(wide) + 2 :]}" AS "{name}"' for name in fresh]
                joins.append(_join(wide, self.tables[wide]))
        gathered: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            if node.op in GATHERING:
                gathered[node.args[0].grain].append(node)
        for rows, several in gathered.items():
            columns += [f'{rows}_g."{name}"' for node in several for name in self._got(node)]
            joins.append(self._gather(grain, rows, several))
        return f"SELECT {', '.join(columns)}\n" + "\n".join(joins)

    def _got(self, node: Node) -> tuple[str, str]:
        name = self.plan.column_name(node)
        return f"{name}_got", f"{name}_blanks"

    def _gather(self, grain: str, rows: str, nodes: list[Node]) -> str:
        key = "case_id" if grain == "case" else f"{grain}_row"
        columns = {"case_id": "int64", key: "int64"}
        inner = {node: node.args[0] for node in nodes}
        columns |= {self.plan.column_name(part): TYPES[part.kind] for part in inner.values()}
        child = ibis.table(columns, name=self.tables[rows])
        named: dict[str, Column] = {}
        for node, part in inner.items():
            got, blanks = self._got(node)
            reduced = _gather(node.op, child[self.plan.column_name(part)])
            named |= {got: reduced["got"], blanks: reduced["blanks"]}
        text = ibis.to_sql(
            child.group_by(*dict.fromkeys(("case_id", key))).aggregate(**named), dialect="duckdb"
        )
        on = f"b.case_id = {rows}_g.case_id"
        on += "" if grain == "case" else f" AND b.row = {rows}_g.{key}"
        return f"LEFT JOIN (\n{text}\n) AS {rows}_g ON {on}"

    def _steps(self, name: str, grain: str, nodes: list[Node]) -> str:
        columns: dict[str, str] = {}
        for node in nodes:
            self._needs(node, grain, columns)
        here = ibis.table(columns, name=f"{name}_in")
        new = {
            self.plan.column_name(node): self._value(here, node, grain).cast(TYPES[node.kind])
            for node in nodes
        }
        text = str(ibis.to_sql(here.select(**new), dialect="duckdb"))
        if not text.startswith("SELECT\n") or text.count("SELECT") != 1:
            raise ValueError(f"Ibis compiled {name} into more than one SELECT")
        return text.replace("SELECT\n", 'SELECT\n  "t0".*,\n', 1)

    def _needs(self, node: Node, grain: str, columns: dict[str, str]) -> None:
        if node.op in GATHERING:
            columns |= dict.fromkeys(self._got(node), "int64")
            return
        for part in node.args:
            if self.plan.is_column(part):
                columns[self._here(part, grain)] = TYPES[part.kind]
            else:
                self._needs(part, grain, columns)
        if not columns:
            columns["case_id"] = "int64"

    def _here(self, node: Node, grain: str) -> str:
        name = self.plan.column_name(node)
        return name if node.grain == grain else f"{node.grain}__{name}"

    def _value(self, here: Table, node: Node, grain: str) -> Column:
        if node.op in GATHERING:
            return _gathered(node.op, *(here[name] for name in self._got(node)))
        return WORDS[node.op](*(self._read(here, part, grain) for part in node.args))

    def _read(self, here: Table, node: Node, grain: str) -> Column:
        if node.op == "constant":
            if node.data is None:
                return ibis.null().cast(TYPES[node.kind])
            return ibis.literal(node.data, type=TYPES[node.kind])
        if self.plan.is_column(node):
            return here[self._here(node, grain)]
        return self._value(here, node, grain)


def _join(wide: str, table: str) -> str:
    on = f"b.case_id = {wide}_t.case_id"
    on += "" if wide == "case" else f" AND b.{wide}_row = {wide}_t.row"
    return f"LEFT JOIN {table} AS {wide}_t ON {on}"


def _wider(nodes: Iterable[Node], grain: str, plan: Plan) -> dict[str, set[str]]:
    """The columns of wider tables that the nodes read, by table."""
    found: dict[str, set[str]] = defaultdict(set)

    def look(node: Node) -> None:
        if node.grain and node.grain != grain:
            found[node.grain].add(f"{node.grain}__{plan.column_name(node)}")
        elif node.op not in GATHERING and not plan.is_column(node):
            for part in node.args:
                look(part)

    for node in nodes:
        for part in () if node.op in GATHERING else node.args:
            look(part)
    return found


# --- running ----------------------------------------------------------------------------------


def compile_answers(answers: Mapping[str, Node], grain: str) -> str:
    """One SELECT that gives each answer as a column, a row for each row of `grain`."""
    plan = Plan(list(answers.values()))
    compiler = Compiler(plan)
    steps = compiler.sql()
    columns = [*KEYS[grain]]
    for name, node in answers.items():
        columns.append(f'"{plan.column_name(node)}" AS "{name}"')
    keys = ", ".join(KEYS[grain])
    return f"{steps}\nSELECT {', '.join(columns)}\nFROM {compiler.tables[grain]} ORDER BY {keys}"


@cache
def compiled(file: RuleFile, grain: str = "case") -> str:
    """The SQL of a rule file for cases or for members, compiled once per version."""
    rule = file.rule()
    answers = rule.answers() if grain == "case" else rule.member_answers()
    return compile_answers(answers, grain)


def arrow_tables(
    cases: Sequence[Case],
    parameters: Sequence[Mapping[str, Value]],
    kinds: Mapping[str, str],
    first: int = 0,
) -> dict[str, pa.Table]:
    """Cases as the five Arrow tables that the SQL reads; unknown is NULL.

    The cases are numbered from `first`, so that a city can be written in batches.
    """
    rows: dict[str, list[dict[str, Any]]] = {grain: [] for grain in GRAINS}
    for case_id, (case, values) in enumerate(zip(cases, parameters, strict=True), first):
        for grain, table in tables_of(case).items():
            for row, fields in enumerate(table):
                plain = {name: _plain(value) for name, value in fields.items()}
                rows[grain].append({"case_id": case_id, "row": row, **plain})
        rows["case"][-1] |= {parameter_column(key): _plain(values[key]) for key in kinds}
    return {f"{grain}_0": _arrow(grain, rows[grain], kinds) for grain in GRAINS}


def _plain(value: Value) -> Any:
    return None if isinstance(value, Unknown) else value


ARROW = {"int": pa.int64(), "bool": pa.bool_(), "text": pa.string()}


def _arrow(grain: str, rows: list[dict[str, Any]], kinds: Mapping[str, str]) -> pa.Table:
    fields = {key: pa.int64() for key in KEYS[grain]}
    fields |= {name: ARROW[kind] for name, kind in FIELDS[grain].items()}
    if grain == "case":
        fields |= {parameter_column(key): ARROW[kind] for key, kind in kinds.items()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(fields.items())))


def connection() -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that loads nothing from outside."""
    return duckdb.connect(
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def run(tables: Mapping[str, pa.Table | Path], sql: str) -> list[dict[str, Value]]:
    """Runs compiled SQL over Arrow tables or Parquet files; NULL comes back as unknown."""
    with connection() as con:
        for name, table in tables.items():
            if isinstance(table, Path):
                con.read_parquet(str(table)).create_view(name)
            else:
                con.register(name, table)
        found = con.execute(sql)
        names = [column[0] for column in found.description or ()]
        return [
            {
                name: UNKNOWN if value is None else value
                for name, value in zip(names, row, strict=True)
            }
            for row in found.fetchall()
        ]


def read_many(
    file: RuleFile, cases: Sequence[Case], bundles: Sequence[Bundle], grain: str = "case"
) -> list[dict[str, Value]]:
    """All answers of many cases by one query, in order; for members with `case_id` and `row`."""
    values = [values_for(file, bundle) for bundle in bundles]
    return run(arrow_tables(cases, values, kinds_of(file)), compiled(file, grain))
