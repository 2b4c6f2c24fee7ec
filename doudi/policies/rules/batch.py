"""All programmes over files of families, of any size: Parquet in, Parquet out.

Rows that cannot be read go to a file of their own with the reason, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policies.rules.batch_files import (
    FILES,
    columns_of,
    faulty_households,
    faulty_rows,
    select_of,
)
from doudi.policies.rules.cases import DAYS, FIELDS, age_day, day_number, month_number, window_of
from doudi.policies.rules.columns import (
    ARROW,
    MOST_ROWS,
    Engine,
    kinds_in,
    split,
    values_of,
)
from doudi.policies.rules.compiler import Program, compile_answers, quoted
from doudi.policies.rules.lines import just_above, just_below
from doudi.policies.rules.parameters import Bundle, Dated, ParameterFault, bundle_for
from doudi.policies.rules.plan import GRAINS, parameter_column
from doudi.policies.rules.registry import RuleFile, programmes, rule_for
from doudi.policies.rules.unknown import Value
from doudi.policies.rules.vocabulary import Node

# NOT IN a list that holds NULL would be true for nobody
READABLE = "case_id NOT IN (SELECT case_id FROM rejected WHERE case_id IS NOT NULL)"


class NoBatch(ValueError):
    """The folder holds nothing that can be assessed; the sentence says what is missing."""


@dataclass(frozen=True)
class Setting:
    """A day and a place, and everything that the rules read of them."""

    day: date
    place: str
    bundle: Bundle
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Report:
    """What became of a batch. `verdicts` counts met, not_met and unknown per programme."""

    households: int
    rejected: int
    settings: int
    programmes: tuple[str, ...]


def assess_batch(
    engine: Engine,
    folder: Path,
    out: Path,
    *,
    codes: Iterable[str] = (),
    own: Sequence[Dated] = (),
    bundles: Mapping[str, Bundle] | None = None,
    near: int = 0,
) -> Report:
    """Assesses every household of the folder's files and writes one row each to `out`.

    A row has the household's `case_id` and, for each programme, `<code>.met` (NULL: unknown),
    `<code>.amount` (fen) and `<code>.people`. What cannot be read stands in
    `<out>.rejects.parquet`. `own` are a place's own values, `bundles` replace those of a place.
    With `near`, `<code>.above` says who is kept out by income alone, at most so many percent, and
    `<code>.below` who is in by at most so many.
    """
    give_files(engine, folder)
    rejected = _reject(engine)
    wanted = tuple(codes) or programmes()
    settings, refused = _settings(engine, wanted, own, bundles or {})
    rejected += refused
    groups: dict[tuple[RuleFile, ...], list[Setting]] = {}
    for one in settings:
        files = tuple(file for code in wanted if (file := rule_for(code, one.day)))
        groups.setdefault(files, []).append(one)
    parts = [
        part
        for index, (files, several) in enumerate(groups.items())
        for part in _assess(engine, files, several, index, wanted, near)
    ]
    if not parts:
        raise NoBatch("没有一户可以测算：请看被退回的理由")
    engine.write("\nUNION ALL\n".join(parts), out)
    engine.write("SELECT * FROM rejected", rejects_path(out))
    total = engine.rows("SELECT COUNT(*) AS n FROM case_in").to_pylist()[0]["n"]
    return Report(total, rejected, len(settings), wanted)


def rejects_path(out: Path) -> Path:
    return out.with_name(f"{out.stem}.rejects.parquet")


# --- what is given ----------------------------------------------------------------------------


def give_files(engine: Engine, folder: Path) -> None:
    """The files as case_in, member_in, supporter_in and item_in; the last two may be missing."""
    for grain, name in FILES.items():
        path = folder / f"{name}.parquet"
        if path.exists():
            engine.give(f"{grain}_file", path)
            there = pq.read_schema(path).names
        elif grain in ("supporter", "item"):
            engine.give(f"{grain}_file", _empty(grain))
            there = list(columns_of(grain))
        else:
            raise NoBatch(f"{folder}：没有 {name}.parquet")
        engine.view(f"{grain}_in", select_of(grain, there, engine.dialect, f"{grain}_file"))


def _empty(grain: str) -> pa.Table:
    schema = pa.schema([(name, ARROW[kind]) for name, kind in columns_of(grain).items()])
    return pa.Table.from_pylist([], schema=schema)


def _reject(engine: Engine) -> int:
    """The table `rejected`, with a row for each fault; how many households it names."""
    faults = [faulty_rows(grain, f"{grain}_in") for grain in GRAINS] + faulty_households()
    if engine.dialect == "spark":
        faults = [text.replace('"', "`") for text in faults]
    engine.make("rejected", "\nUNION ALL\n".join(faults))
    found = engine.rows("SELECT COUNT(DISTINCT case_id) AS n FROM rejected").to_pylist()
    return int(found[0]["n"])


def _settings(
    engine: Engine, codes: Sequence[str], own: Sequence[Dated], bundles: Mapping[str, Bundle]
) -> tuple[list[Setting], int]:
    """The days and places of the households; those without parameters are put aside."""
    day = quoted("date", engine.dialect)
    rows = engine.rows(f"SELECT DISTINCT {day}, place FROM case_in WHERE {READABLE}").to_pylist()
    found, faults = [], []
    for row in sorted(rows, key=lambda one: (one["date"], one["place"])):
        try:
            found.append(_setting(row, codes, own, bundles))
        except (ParameterFault, ValueError) as fault:
            faults.append((row, str(fault).splitlines()[0]))
    return found, _put_aside(engine, faults)


def _setting(
    row: Mapping[str, Any],
    codes: Sequence[str],
    own: Sequence[Dated],
    bundles: Mapping[str, Bundle],
) -> Setting:
    day = date.fromisoformat(str(row["date"]))
    bundle = bundles.get(row["place"]) or bundle_for(row["place"], day, own)
    files = [file for code in codes if (file := rule_for(code, day))]
    return Setting(day, row["place"], bundle, values_of(files, bundle) | _days(day))


def _days(day: date) -> dict[str, Value]:
    before = window_of(day)
    return {
        "on": day_number(day),
        "age_on": age_day(day),
        "month_first": month_number(before[0]),
        "month_last": month_number(before[-1]),
        "month_now": day.year * 12 + day.month,
    }


def _put_aside(engine: Engine, faults: Sequence[tuple[Mapping[str, Any], str]]) -> int:
    if not faults:
        return 0
    table = pa.Table.from_pylist(
        [{"date": row["date"], "place": row["place"], "reason": why} for row, why in faults]
    )
    engine.give("refused_setting", table)
    day = quoted("date", engine.dialect)
    on = f"c.place = r.place AND c.{day} = r.{day}"
    text = f"FROM case_in c JOIN refused_setting r ON {on}"
    count = engine.rows(f"SELECT COUNT(*) AS n {text}").to_pylist()[0]["n"]
    engine.make(
        "rejected_too",
        "SELECT case_id, file, reason FROM rejected UNION ALL "
        f"SELECT c.case_id, 'households' AS file, r.reason {text}",
    )
    engine.view("rejected_all", "SELECT * FROM rejected_too")
    engine.make("rejected", "SELECT * FROM rejected_all")
    return int(count)


# --- one rule set -----------------------------------------------------------------------------


def _assess(
    engine: Engine,
    files: tuple[RuleFile, ...],
    settings: Sequence[Setting],
    index: int,
    wanted: Sequence[str],
    near: int,
) -> list[str]:
    """SELECTs of the answers of the households whose day these rules cover, some at a time."""
    same, different = split([one.values for one in settings])
    program = program_of(files, tuple(sorted(same.items())), engine.dialect, near)
    _give_setting(engine, files, settings, different)
    found = []
    for number, which in enumerate(_slices(engine, program.width)):
        _give_tables(engine, different, which)
        answers = _columns(engine.ready(program), files, wanted, engine.dialect, near)
        engine.make(f"answers_{index}_{number}", answers)  # the next one reads tables so named
        found.append(f"SELECT * FROM answers_{index}_{number}")
    return found


def _slices(engine: Engine, width: int) -> list[str]:
    """Conditions on case_id that part the households, so that memory bears each part."""
    count = engine.rows("SELECT COUNT(*) AS n FROM case_in").to_pylist()[0]["n"]
    parts = -(-count * width // engine.at_once) if engine.at_once else 1
    size = max(1, -(-count // max(parts, 1)))
    firsts = engine.rows(
        "SELECT case_id FROM (SELECT case_id, ROW_NUMBER() OVER (ORDER BY case_id) AS n "
        f"FROM case_in WHERE {READABLE}) AS c WHERE n > 1 AND (n - 1) % {size} = 0 ORDER BY case_id"
    ).to_pylist()
    edges = [None, *(row["case_id"] for row in firsts), None]
    return [_between(*pair) for pair in pairwise(edges)]


def _between(first: int | None, until: int | None) -> str:
    low = [] if first is None else [f"case_id >= {first}"]
    high = [] if until is None else [f"case_id < {until}"]
    return " AND ".join(low + high) or "TRUE"


@lru_cache(maxsize=64)
def program_of(
    files: tuple[RuleFile, ...], same: tuple[tuple[str, Value], ...], dialect: str, near: int = 0
) -> Program:
    """The SQL of the verdicts and amounts of some rules, with what is the same folded in."""
    constants = {("field", key) if key in DAYS else ("parameter", key): one for key, one in same}
    return compile_answers(outcomes(files, near), constants=constants, dialect=dialect)


def outcomes(files: Iterable[RuleFile], near: int = 0) -> dict[str, Node]:
    """Verdict, amount and people of each programme, and who is near its line."""
    found: dict[str, Node] = {}
    for file in files:
        rule = file.rule()
        answers = {"met": rule.met, "amount": rule.amount, "people": rule.people}
        if near:
            answers |= {"above": just_above(rule, near), "below": just_below(rule, near)}
        found |= {f"{file.programme}.{name}": node for name, node in answers.items()}
    return found


def _columns(
    answers: str, files: Sequence[RuleFile], wanted: Sequence[str], dialect: str, near: int
) -> str:
    """The answers in one order for all days; a programme that did not exist yet is NULL."""
    there = {file.programme for file in files}
    types = {"met": "BOOLEAN", "amount": "BIGINT", "people": "BIGINT"}
    types |= {"above": "BOOLEAN", "below": "BOOLEAN"} if near else {}
    columns = ["case_id"]
    for code in wanted:
        for name, kind in types.items():
            column = quoted(f"{code}.{name}", dialect)
            columns.append(column if code in there else f"CAST(NULL AS {kind}) AS {column}")
    return f"SELECT {', '.join(columns)} FROM (\n{answers}\n) AS a"


def _give_setting(
    engine: Engine,
    files: Sequence[RuleFile],
    settings: Sequence[Setting],
    different: Sequence[str],
) -> None:
    """The table `setting`: what differs between days and places."""
    kinds = kinds_in(files) | dict.fromkeys(DAYS, "int")
    rows = [
        {"s_date": day_number(one.day), "s_place": one.place}
        | {_column(key): one.values[key] for key in different}
        for one in settings
    ]
    types = [("s_date", pa.int64()), ("s_place", pa.string())]
    types += [(_column(key), ARROW[kinds[key]]) for key in different]
    engine.give("setting", pa.Table.from_pylist(rows, schema=pa.schema(types)))


def _column(key: str) -> str:
    return key if key in DAYS else parameter_column(key)


def _give_tables(engine: Engine, different: Sequence[str], which: str) -> None:
    """case_0 … item_0: the rows of some households, beside them what differs between places."""
    own = ", ".join(f"c.{quoted(name, engine.dialect)}"
                    for name in ("case_id", *FIELDS["case"]) if name not in DAYS)  # fmt: skip
    more = "".join(f", s.{quoted(_column(key), engine.dialect)}" for key in different)
    day = quoted("date", engine.dialect)
    engine.view(
        "case_0",
        f"SELECT {own}{more} FROM (SELECT * FROM case_in WHERE {which}) c JOIN setting s "
        f"ON c.{day} = s.s_date AND c.place = s.s_place "
        f"WHERE c.{READABLE}",
    )
    for grain in ("member", "supporter", "item"):
        own_row = quoted("row" if grain == "member" else "member_row", engine.dialect)
        engine.view(
            f"{grain}_0",
            f"SELECT *, case_id * {MOST_ROWS} + {own_row} AS member_id "
            f"FROM {grain}_in WHERE {which}",
        )
