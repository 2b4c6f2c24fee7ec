"""The four Parquet files of a batch: what their columns are, and which rows cannot be read.

Columns are those of `cases.FIELDS`: integers (fen; days as yyyymmdd; months as year * 12 + month,
and as bits), codes and lists of codes (`|a|b|`). NULL is unknown; a column that is not there has
the value of a field that is not written in `doudi assess`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlglot import exp

from doudi.policies.rules.case_schema import MONEY_LIMIT, SCHEMA
from doudi.policies.rules.cases import (
    DAYS,
    FIELDS,
    NEVER_UNKNOWN,
    Case,
    Item,
    Member,
    Supporter,
    tables_of,
)
from doudi.policies.rules.schema import CLASSES
from doudi.policies.rules.sql_words import TYPES, literal
from doudi.policies.rules.unknown import Unknown

FILES = {"case": "households", "member": "members", "supporter": "supporters", "item": "items"}
KEYS = {
    "case": {"case_id": "int", "date": "int", "place": "text"},
    "member": {"case_id": "int", "row": "int"},
    "supporter": {"case_id": "int"},
    "item": {"case_id": "int"},
}
REQUIRED = {
    "case": ("case_id", "date", "place"),
    "member": ("case_id", "row", "relation", "born_on"),
    "supporter": ("case_id", "member_row"),
    "item": ("case_id", "kind", "class"),
}
MEMBERS = 99


class MissingColumns(ValueError):
    """A file of the batch lacks a column without which nothing can be read."""


def columns_of(grain: str) -> dict[str, str]:
    """The columns of a file by name, each with its kind: int, bool or text."""
    fields = {name: kind for name, kind in FIELDS[grain].items() if name not in DAYS}
    return KEYS[grain] | (fields if grain == "case" else FIELDS[grain])


def select_of(grain: str, there: Iterable[str], dialect: str, source: str) -> str:
    """The SELECT that gives every column its type, or what stands for a missing one."""
    found = set(there)
    missing = [name for name in REQUIRED[grain] if name not in found]
    if missing:
        raise MissingColumns(f"{FILES[grain]}.parquet：缺少列 {'、'.join(missing)}")
    columns = []
    for name, kind in columns_of(grain).items():
        given = exp.cast(exp.column(name, quoted=True), TYPES[kind])
        column = given if name in found else literal(_unwritten(grain)[name], kind)
        columns.append(exp.alias_(column, name, quoted=True).sql(dialect))
    return f"SELECT {', '.join(columns)} FROM {source}"


@cache
def _unwritten(grain: str) -> Mapping[str, Any]:
    """What the fields are that nobody wrote: those of a case with one of each."""
    day = date(2026, 1, 1)
    case = Case(
        date=day, place="", registration="urban", members=(Member("a", "self", day),),
        supporters=(Supporter("b", "a"),), items=(Item("income", "other"),),
    )  # fmt: skip
    (row,) = tables_of(case)[grain]
    return {name: None if isinstance(one, Unknown) else one for name, one in row.items()}


# --- rows that cannot be read -----------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """What is wrong with a row where `when`, in one sentence."""

    when: str
    reason: str


def checks_of(grain: str) -> list[Check]:
    """Every fault that a row can have by itself."""
    found = [Check(f"{name} IS NULL", f"{name} 不能为空") for name in REQUIRED[grain]
             if name not in ("born_on", "class")]  # fmt: skip
    found += [
        Check(f'"{name}" IS NULL', f"{name} 不能为空")
        for name in sorted(NEVER_UNKNOWN[grain] - set(DAYS) - set(REQUIRED[grain]))
    ]
    found += list(_number_checks(grain))
    found += [
        Check(f'"{name}" NOT IN ({_texts(codes)})', f"{name} 只能是 {'、'.join(codes)}")
        for name, codes in _codes(grain).items()
    ]
    return found + _OWN.get(grain, [])


def _number_checks(grain: str) -> Iterator[Check]:
    for name, kind in columns_of(grain).items():
        if kind == "int":
            most = MONEY_LIMIT if name.endswith("_fen") else 2**60
            yield Check(f'"{name}" < 0', f"{name} 不能小于 0")
            yield Check(f'"{name}" > {most}', f"{name} 太大，最多 {most}")


def _codes(grain: str) -> dict[str, list[str]]:
    """The text columns whose values are listed in the schema."""
    several = SCHEMA["properties"]
    schema = {
        "case": SCHEMA["properties"], "member": several["members"]["items"]["properties"],
        "supporter": several["supporters"]["items"]["properties"],
        "item": several["items"]["items"]["properties"],
    }[grain]  # fmt: skip
    found = {
        name: [code for code in schema[name]["enum"] if code != "unknown"]
        for name, kind in FIELDS[grain].items()
        if kind == "text" and "enum" in schema.get(name, {})
    }
    if grain == "member":
        kinds = SCHEMA["$defs"]["disability"]["properties"]["kind"]["enum"]
        found["disability_kind"] = ["none", *(code for code in kinds if code != "unknown")]
    return found


def _texts(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


_CLASSES = " OR ".join(
    f'("kind" = \'{kind}\' AND "class" IN ({_texts(sorted(several))}))'
    for kind, several in CLASSES.items()
)
_DAY = '("date" % 100) BETWEEN 1 AND 31 AND ("date" % 10000) BETWEEN 101 AND 1231'
_OWN = {
    "case": [Check(f'NOT ({_DAY} AND "date" BETWEEN 20000101 AND 29991231)', "date 应为 yyyymmdd")],
    "member": [Check(f'"row" >= {MEMBERS}', f"一户最多 {MEMBERS} 名成员")],
    "item": [
        Check(f"NOT ({_CLASSES})", "kind 与 class 不相配"),
        Check('"months" NOT BETWEEN 1 AND 36', "months 应为 1 至 36"),
        Check('"has_owner" AND "member_row" IS NULL', "有所属成员，但没有写 member_row"),
    ],
}


def faulty_rows(grain: str, source: str) -> str:
    """The SELECT of a file's faulty rows: household, file, reason."""
    checks = checks_of(grain)
    reasons = " ".join(f"WHEN {one.when} THEN '{one.reason}'" for one in checks)
    any_of_them = " OR ".join(f"({one.when})" for one in checks)
    return (
        f"SELECT case_id, '{FILES[grain]}' AS file, CASE {reasons} END AS reason\n"
        f"FROM {source} WHERE {any_of_them}"
    )


def faulty_households() -> list[str]:
    """The SELECTs of households that do not hang together, over case_in, member_in …"""
    households = "SELECT case_id FROM case_in WHERE case_id IS NOT NULL"
    members = "SELECT case_id FROM member_in WHERE case_id IS NOT NULL"
    numbered = 'COUNT(DISTINCT "row") < COUNT(*) OR MIN("row") > 0 OR MAX("row") > COUNT(*) - 1'
    found = [
        _of_households("同一 case_id 有两户", "case_in GROUP BY case_id HAVING COUNT(*) > 1"),
        _of_households("没有成员", f"case_in WHERE case_id NOT IN ({members})"),
        _of_members("成员的户不存在", f"member_in WHERE case_id NOT IN ({households})"),
        _of_members("成员序号应从 0 连续编号", f"member_in GROUP BY case_id HAVING {numbered}"),
        _of_members(
            "要有且只有一名成员的 relation 为 self",
            "member_in GROUP BY case_id "
            "HAVING SUM(CASE WHEN relation = 'self' THEN 1 ELSE 0 END) <> 1",
        ),
        _of_members(
            "出生日期晚于申请日期",
            "(SELECT m.case_id FROM member_in m JOIN case_in c ON m.case_id = c.case_id "
            'WHERE m.born_on > c."date") t',
        ),
    ]
    return found + [_owner_missing(grain) for grain in ("supporter", "item")]


def _owner_missing(grain: str) -> str:
    counts = "SELECT case_id, COUNT(*) AS n FROM member_in GROUP BY case_id"
    return _reasoned(
        FILES[grain],
        "所属成员不存在",
        f"(SELECT i.case_id FROM {grain}_in i LEFT JOIN ({counts}) m "
        "ON i.case_id = m.case_id WHERE m.n IS NULL OR i.member_row >= m.n) t",
    )


def _of_households(reason: str, source: str) -> str:
    return _reasoned("households", reason, source)


def _of_members(reason: str, source: str) -> str:
    return _reasoned("members", reason, source)


def _reasoned(file: str, reason: str, source: str) -> str:
    return f"SELECT case_id, '{file}' AS file, '{reason}' AS reason FROM {source}"
