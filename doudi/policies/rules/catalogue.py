"""The catalogue: 32 services of 14 departments as data, and what of it a family may look for.

A programme beyond the 32 brings its line along: `service.yaml` in its own folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.cases import Case
from doudi.policies.rules.parameters import STANDINGS, Bundle, ParameterFault
from doudi.policies.rules.registry import PROGRAMMES, about, rule_for

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
LIKELY, UNLIKELY, MISSING = "likely", "unlikely", "missing"
RESULTS = {"met": LIKELY, "not_met": UNLIKELY, "unknown": MISSING}
FROM = "file"
TEXTS = ("title", "who", "benefit", "extra", "limit", "basis")


@dataclass(frozen=True)
class Department:
    """One of the departments that help. `phone` and `office` are empty until somebody gave them."""

    code: str
    name: str
    phone: str = ""
    office: str = ""


@dataclass(frozen=True)
class Service:
    """One line of the catalogue. `others` are departments that take part beside the first.

    `extra` are the papers beside identity card and authorisation; `standing` and `source` say how
    sure the line is, `read_on` when somebody last read the source.
    """

    number: int
    title: str
    department: Department
    others: tuple[Department, ...]
    who: str
    benefit: str
    extra: str
    limit: str
    basis: str
    programmes: tuple[str, ...]
    standing: str
    source: str
    read_on: date


@dataclass(frozen=True)
class Part:
    """One programme of a service: likely, unlikely or missing.

    If missing, `asks` is the question (its code in `questions.yaml`) of the first criterion that
    is open, and `open` how many are; 1 means this one fact decides. `amount_fen` is per `per`,
    None where no amount is known or may be shown.
    """

    programme: str
    result: str
    asks: str = ""
    open: int = 0
    amount_fen: int | None = None
    per: str = ""


@dataclass(frozen=True)
class Screening:
    """What a family may look for from one service: the best of its `parts`, which come first."""

    service: Service
    parts: tuple[Part, ...]

    @property
    def result(self) -> str:
        return self.parts[0].result if self.parts else UNLIKELY

    @property
    def asks(self) -> str:
        return self.parts[0].asks if self.parts else ""

    @property
    def amount_fen(self) -> int | None:
        return self.parts[0].amount_fen if self.parts else None


@cache
def departments(folder: Path = FOLDER) -> tuple[Department, ...]:
    """All departments as listed. Raises `ParameterFault` if a code stands twice."""
    rows = _read(folder / "departments.yaml")["departments"]
    codes = [row["code"] for row in rows]
    twice = [code for index, code in enumerate(codes) if code in codes[:index]]
    if twice:
        raise ParameterFault(f"departments.yaml：部门 {twice[0]} 写了两次")
    return tuple(Department(**row) for row in rows)


@cache
def services(folder: Path = FOLDER, programmes: Path = PROGRAMMES) -> tuple[Service, ...]:
    """All services by number. Raises `ParameterFault` with one line per fault."""
    known = {one.code: one for one in departments(folder)}
    rows = [*_listed(folder), *_brought(programmes)]
    lines = list(_faults(rows, known))
    if lines:
        raise ParameterFault("\n".join(lines))
    found = [_service(row, known) for row in rows]
    return tuple(sorted(found, key=lambda one: one.number))


def _listed(folder: Path) -> list[dict[str, Any]]:
    """The lines of the catalogue; what stands at its head holds for all that say nothing."""
    data = _read(folder / "services.yaml")
    rows = data.pop("services")
    return [{FROM: "services.yaml", **data, **row} for row in rows]


def _brought(programmes: Path) -> list[dict[str, Any]]:
    """The lines that programmes bring along in their own folders."""
    paths = sorted(programmes.glob("*/service.yaml"))
    codes = [path.parent.name for path in paths]
    return [
        {FROM: f"{code}/service.yaml", **_read(path), "programmes": [code]}
        for code, path in zip(codes, paths, strict=True)
    ]


def service(number: int, folder: Path = FOLDER) -> Service:
    """The service of that number. Raises `KeyError`."""
    return {one.number: one for one in services(folder)}[number]


def screen(case: Case, bundle: Bundle, on: date) -> tuple[Screening, ...]:
    """Every service for one family on a day, by number; no verdict of a department."""
    codes = [code for one in services() for code in one.programmes]
    found = assess(replace(case, date=on), bundle, codes)
    parts = {one.programme: _part(one, on) for one in found}
    return tuple(Screening(one, _best_first(one, parts)) for one in services())


def _best_first(one: Service, parts: Mapping[str, Part]) -> tuple[Part, ...]:
    order = (LIKELY, MISSING, UNLIKELY)
    mine = [parts[code] for code in one.programmes if code in parts]
    return tuple(sorted(mine, key=lambda part: (order.index(part.result), part.open)))


def _part(found: Assessment, on: date) -> Part:
    result = RESULTS[found.verdict]
    if result == UNLIKELY:
        return Part(found.programme, result)
    if result == MISSING:
        asks = _open_questions(found, on)
        return Part(found.programme, result, asks[0] if asks else "", len(asks))
    shown = about(found.programme).standing != "screening" and bool(found.amount_fen)
    amount = found.amount_fen if shown else None
    return Part(found.programme, result, amount_fen=amount, per=found.per if shown else "")


def _open_questions(found: Assessment, on: date) -> list[str]:
    file = rule_for(found.programme, on)
    asks = {one.id: one.asks for one in file.rule().criteria} if file else {}
    return [asks.get(one.id, "") for one in found.criteria if one.result == "unknown"]


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def _service(row: Mapping[str, Any], known: Mapping[str, Department]) -> Service:
    return Service(
        number=row["number"],
        department=known[row["department"]],
        others=tuple(known[code] for code in row.get("with", ())),
        programmes=tuple(row["programmes"]),
        standing=row["standing"],
        source=row["source"],
        read_on=row["read_on"],
        **{name: row[name] for name in TEXTS},
    )


def _faults(rows: Sequence[Mapping[str, Any]], known: Mapping[str, Department]) -> Iterator[str]:
    seen: list[int] = []
    for row in rows:
        where = f"{row[FROM]} 第 {row.get('number', '？')} 项"
        wanted = ("number", "department", "programmes", "standing", "source", "read_on", *TEXTS)
        missing = [name for name in wanted if name not in row]
        if missing:
            yield f"{where}：缺少 {'、'.join(missing)}"
            continue
        if row["number"] in seen:
            yield f"{where}：编号写了两次"
        seen.append(row["number"])
        yield from _row_faults(where, row, known)


def _row_faults(
    where: str, row: Mapping[str, Any], known: Mapping[str, Department]
) -> Iterator[str]:
    for code in (row["department"], *row.get("with", ())):
        if code not in known:
            yield f"{where}：没有这个部门：{code}"
    for code in _unknown_programmes(row["programmes"]):
        yield f"{where}：没有这个项目：{code}"
    if row["standing"] not in STANDINGS:
        yield f"{where}：standing 不认识：{row['standing']}"


def _unknown_programmes(codes: Sequence[str]) -> list[str]:
    return [code for code in codes if not (PROGRAMMES / code / "rules").is_dir()]
