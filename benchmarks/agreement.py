"""Where the readers of the law differ over a city: plain Python, DuckDB, Spark, and by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from doudi.policies.rules.batch import give_files, outcomes
from doudi.policies.rules.cases import DAYS, FIELDS, Case, Member, Row, tables_of
from doudi.policies.rules.columns import values_of
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.python_reader import Reader
from doudi.policies.rules.registry import RuleFile, rule_for
from doudi.policies.rules.unknown import UNKNOWN

SAMPLE = 2_000


def sampled(city: Path, answers: Path, codes: Sequence[str]) -> tuple[int, list[int]]:
    """How many households plain Python read, and which of them DuckDB answered differently."""
    with DuckDB() as engine:
        give_files(engine, city)
        engine.make("chosen", f"SELECT case_id FROM case_in ORDER BY hash(case_id) LIMIT {SAMPLE}")
        rows = {grain: _rows(engine, f"{grain}_in") for grain in FIELDS}
        told = engine.rows(f"SELECT a.* FROM '{answers}' a JOIN chosen USING (case_id)").to_pylist()
    wrong = []
    for one in told:
        number = one["case_id"]
        (case,) = rows["case"][number]
        tables = {grain: _plain(rows[grain][number], grain) for grain in FIELDS}
        mine = _read(case, tables, tuple(codes))
        if any(one[name] != value for name, value in mine.items()):
            wrong.append(number)
    return len(told), wrong


def differing(one: Path | str, other: Path | str) -> int:
    """How many households have another row in the second file, or stand in one file only."""
    with DuckDB() as engine:
        both = engine.rows(
            f"SELECT COUNT(*) AS n FROM '{one}' a FULL JOIN '{other}' b USING (case_id) "
            "WHERE a IS DISTINCT FROM b"
        )
    return int(both.to_pylist()[0]["n"])


def _rows(engine: DuckDB, table: str) -> Mapping[int, list[dict[str, Any]]]:
    """The rows of each chosen household, its members in their order."""
    order = ', "row"' if table == "member_in" else ""
    found = defaultdict(list)
    for row in engine.rows(
        f"SELECT t.* FROM {table} t JOIN chosen USING (case_id) ORDER BY case_id{order}"
    ).to_pylist():
        found[row["case_id"]].append(row)
    return found


def _plain(rows: Sequence[Mapping[str, Any]], grain: str) -> list[Row]:
    names = [name for name in FIELDS[grain] if name not in DAYS]
    return [{name: UNKNOWN if row[name] is None else row[name] for name in names} for row in rows]


def _read(
    case: Mapping[str, Any], tables: dict[str, list[Row]], codes: tuple[str, ...]
) -> dict[str, Any]:
    day = date.fromisoformat(str(case["date"]))
    tables["case"][0] |= _days(day)
    files = tuple(file for code in codes if (file := rule_for(code, day)))
    reading = _reader(files, case["place"], day).read(tables)
    found = {name: reading.value(node) for name, node in outcomes(files).items()}
    return {name: None if value is UNKNOWN else value for name, value in found.items()}


@cache
def _days(day: date) -> Row:
    """What a row of the case says about its day."""
    (row,) = tables_of(Case(day, "", "urban", (Member("a", "self", day),)))["case"]
    return {name: row[name] for name in DAYS}


@cache
def _reader(files: tuple[RuleFile, ...], place: str, day: date) -> Reader:
    values = values_of(files, bundle_for(place, day))
    nodes = dict.fromkeys(outcomes(files).values())
    return Reader(list(nodes), {("parameter", key): one for key, one in values.items()})
