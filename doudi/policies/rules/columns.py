"""Families as columns: the four tables that compiled rules read, and the answers they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from doudi.policies.rules.cases import FIELDS, Case, tables_of
from doudi.policies.rules.compiler import OWN_KEYS, Program, compile_answers
from doudi.policies.rules.parameters import Bundle
from doudi.policies.rules.plan import GRAINS, parameter_column
from doudi.policies.rules.registry import RuleFile, kinds_of, values_for
from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value
from doudi.policies.rules.vocabulary import Node

ARROW = {"int": pa.int64(), "bool": pa.bool_(), "text": pa.string()}
MOST_ROWS = 100  # members of one household: the number of a member holds both


class Engine(Protocol):
    """What runs SQL: `duckdb_reader.DuckDB` or `spark_reader.Spark`."""

    dialect: str
    at_once: int  # columns x households that fit into memory; 0: the engine sees to it

    def give(self, name: str, table: pa.Table | Path) -> None: ...
    def view(self, name: str, sql: str) -> None: ...
    def make(self, name: str, sql: str) -> None: ...
    def ready(self, program: Program) -> str: ...
    def rows(self, sql: str) -> pa.Table: ...
    def write(self, sql: str, path: Path) -> None: ...


Values = Mapping[str, Value]


def split(values: Sequence[Values]) -> tuple[dict[str, Value], list[str]]:
    """Parameters that are the same in all bundles, and the names of those that are not."""
    first, *others = values
    same = {key: one for key, one in first.items() if all(row[key] == one for row in others)}
    return same, [key for key in first if key not in same]


def answers_of(files: Sequence[RuleFile], grain: str = "case") -> dict[str, Node]:
    """Every answer of some rules by name, with the programme before it: `dibao.met`."""
    found: dict[str, Node] = {}
    for file in files:
        rule = file.rule()
        answers = rule.answers() if grain == "case" else rule.member_answers()
        found |= {f"{file.programme}.{name}": node for name, node in answers.items()}
    return found


@lru_cache(maxsize=64)
def compiled(
    files: tuple[RuleFile, ...], same: tuple[tuple[str, Value], ...], grain: str, dialect: str
) -> Program:
    """The SQL of some rules for cases or for members, compiled once per version and values."""
    constants = {("parameter", key): one for key, one in same}
    return compile_answers(answers_of(files, grain), grain, constants=constants, dialect=dialect)


def values_of(files: Sequence[RuleFile], bundle: Bundle) -> dict[str, Value]:
    """What some rules read from a bundle."""
    return {key: one for file in files for key, one in values_for(file, bundle).items()}


def kinds_in(files: Sequence[RuleFile]) -> dict[str, str]:
    """The parameters that some rules read, each with its kind."""
    return {key: kind for file in files for key, kind in kinds_of(file).items()}


def arrow_tables(
    cases: Sequence[Case],
    parameters: Sequence[Mapping[str, Value]],
    kinds: Mapping[str, str],
    first: int = 0,
) -> dict[str, pa.Table]:
    """Cases as the four Arrow tables that the SQL reads; unknown is NULL.

    The cases are numbered from `first`, so that a city can be written in batches. `kinds` names
    the parameters that differ between the cases.
    """
    rows: dict[str, list[dict[str, Any]]] = {grain: [] for grain in GRAINS}
    for case_id, (case, values) in enumerate(zip(cases, parameters, strict=True), first):
        for grain, table in tables_of(case).items():
            for row, fields in enumerate(table):
                plain = {name: _plain(value) for name, value in fields.items()}
                rows[grain].append({"case_id": case_id, **_ids(case_id, row, grain, plain)} | plain)
        rows["case"][-1] |= {parameter_column(key): _plain(values[key]) for key in kinds}
    return {f"{grain}_0": arrow_table(grain, rows[grain], kinds) for grain in GRAINS}


def _ids(case_id: int, row: int, grain: str, plain: Mapping[str, Any]) -> dict[str, int | None]:
    if grain == "case":
        return {}
    own = row if grain == "member" else plain["member_row"]
    return {"member_id": None if own is None else case_id * MOST_ROWS + own}


def _plain(value: Value) -> Any:
    return None if isinstance(value, Unknown) else value


def arrow_table(grain: str, rows: list[dict[str, Any]], kinds: Mapping[str, str]) -> pa.Table:
    """The rows of one table, typed as the SQL reads them."""
    fields = {key: pa.int64() for key in OWN_KEYS[grain]}
    fields |= {name: ARROW[kind] for name, kind in FIELDS[grain].items()}
    if grain == "case":
        fields |= {parameter_column(key): ARROW[kind] for key, kind in kinds.items()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(fields.items())))


def read_many(
    engine: Engine,
    files: Sequence[RuleFile],
    cases: Sequence[Case],
    bundles: Sequence[Bundle],
    grain: str = "case",
) -> list[dict[str, Value]]:
    """All answers of many cases by one program, in order; for members with their ids."""
    values = [values_of(files, bundle) for bundle in bundles]
    same, different = split(values)
    kinds = {key: kinds_in(files)[key] for key in different}
    program = compiled(tuple(files), tuple(sorted(same.items())), grain, engine.dialect)
    for name, table in arrow_tables(cases, values, kinds).items():
        engine.give(name, table)
    return answered(engine, program)


def answered(engine: Engine, program: Program) -> list[dict[str, Value]]:
    """Runs a program over the tables given, and reads the answers as plain values."""
    rows = engine.rows(engine.ready(program)).to_pylist()
    rows.sort(key=lambda row: tuple(row[key] for key in program.keys))
    return [
        {name: UNKNOWN if value is None else value for name, value in row.items()} for row in rows
    ]
