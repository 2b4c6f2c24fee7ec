"""From the answers of the self-assessment to what an application asks: conditions and items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from doudi.applications.rules.items import MONTH, ONCE, YEAR
from doudi.applications.rules.people import NOT_ASKED, UNKNOWN, Condition

Answers = Mapping[str, Mapping[str, Any]]
FEN = 100
WORK = {"farming": "farming", "self_employed": "business"}
NO_WORK = ("none", "retired", "carer", "unable", "job_seeking")
PENSIONS = {"basic_pension": "resident_pension"}
FAMILY = (
    ("money", "property", "property"), ("money", "gift", "other"), ("money", "other", "other"),
    ("expense", "medical", "medical"), ("expense", "schooling", "schooling"),
)  # fmt: skip
SEXES = {"male": "M", "female": "F"}


@dataclass(frozen=True)
class FilledItem:
    """One item to declare; `owner` is the place in the list of members, None: the family's.

    `fen` None is 不清楚. `count`, `area_m2` and `code` are of homes and vehicles.
    """

    kind: str
    fen: int | None = None
    per: str = YEAR
    owner: int | None = None
    known: bool = True
    count: int = 1
    area_m2: int | None = None
    code: str = ""


@dataclass(frozen=True)
class FilledMember:
    """One member without a name: relation, sex ("M", "F", ""), and what is known of him."""

    relation: str
    age: int | None
    sex: str
    condition: Condition


def members_of(said: Answers) -> list[FilledMember]:
    """The members in the order of the list, the applicant first."""
    health = said.get("health", {}).get("rows", ())
    return [
        FilledMember(
            relation=row["relation"],
            age=row["age"],
            sex=SEXES.get(row["sex"], ""),
            condition=_condition(row, health[index] if index < len(health) else None),
        )
        for index, row in enumerate(said["members"]["rows"])
    ]


def _condition(row: Mapping[str, Any], health: Mapping[str, Any] | None) -> Condition:
    if health is None:
        blank = vars(NOT_ASKED)
        return Condition(**{**blank, "student": row["student"]})
    return Condition(
        student=row["student"],
        disability_kind=health["disability"],
        disability_level=health["level"] or UNKNOWN,
        illness=health["illness"],
    )


def items_of(said: Answers) -> list[FilledItem]:
    """Income, belongings and bills that were told; 0 is what the family does not have."""
    found = [*_work(said), *_pensions(said), *_support(said), *_family(said), *_assets(said)]
    return [one for one in found if one.fen != 0]


def _work(said: Answers) -> Iterator[FilledItem]:
    for index, row in enumerate(said.get("work", {}).get("rows", ())):
        if row is None or (row["earned"] is None and row["employment"] in NO_WORK):
            continue
        kind = WORK.get(row["employment"], "wage")
        owner = index if kind == "wage" else None
        yield _amount(kind, row["earned"], YEAR, owner)


def _pensions(said: Answers) -> Iterator[FilledItem]:
    for index, row in enumerate(said.get("money", {}).get("rows", ())):
        if row and row["pension"]:
            yield _amount(PENSIONS.get(row["kind"], "pension"), row["pension"], MONTH, index)


def _support(said: Answers) -> Iterator[FilledItem]:
    for row in said.get("supporters", {}).get("rows", ()):
        if row["paid"]:
            yield _amount("support", row["paid"], YEAR, row["supports"])


def _family(said: Answers) -> Iterator[FilledItem]:
    for screen, name, kind in FAMILY:
        yuan = said.get(screen, {}).get(name)
        if yuan:
            yield _amount(kind, yuan, YEAR, None)


def _assets(said: Answers) -> Iterator[FilledItem]:
    told = said.get("asset")
    if told is None:
        return
    yield _amount("savings", told["deposit"], ONCE, None)
    if told["homes"]:
        yield FilledItem("home", count=told["homes"], area_m2=told["area"])
    if told["vehicle"] not in ("none", UNKNOWN):
        yield FilledItem("vehicle", code=told["vehicle"])


def _amount(kind: str, yuan: int | None, per: str, owner: int | None) -> FilledItem:
    fen = None if yuan is None else yuan * FEN
    return FilledItem(kind, fen, per, owner, known=yuan is not None)
