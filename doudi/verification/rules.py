"""Sources as data, what an answer becomes, and the plain conclusion of a report."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# 7 working days to the report (Changzhou 2024), 3 to start (民发〔2021〕57号 art. 17).
REPORT_WORKDAYS = 7
START_WORKDAYS = 3
_SOURCES = Path(__file__).parent / "sources" / "sources.yaml"

DISABILITIES = {
    "sight": "视力",
    "hearing": "听力",
    "speech": "言语",
    "limb": "肢体",
    "intellectual": "智力",
    "mental": "精神",
}

Entered = int | str


@dataclass(frozen=True)
class Field:
    """One value that a source gives. `per`: adult, member or household; money is fen a year."""

    code: str
    label: str
    kind: str  # money, count, choice, disability
    per: str
    attribute: str
    item_code: str = ""
    dataset: str = ""
    counted: bool = True
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        return "fen" if self.kind == "money" else ""


@dataclass(frozen=True)
class Source:
    """A department or firm that is asked. `complete`: its "no record" is a known zero."""

    code: str
    name: str
    department: str
    complete: bool
    fields: tuple[Field, ...]
    asks: str = ""


@cache
def sources() -> tuple[Source, ...]:
    rows = yaml.safe_load(_SOURCES.read_text(encoding="utf-8"))
    return tuple(
        Source(**{**row, "fields": tuple(_field(one) for one in row["fields"])}) for row in rows
    )


def _field(row: dict[str, Any]) -> Field:
    if row["kind"] == "disability":
        row = row | {"choices": disability_choices()}
    return Field(**row)


def disability_choices() -> dict[str, str]:
    levels = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}
    known = {
        f"{kind}-{level}": f"{name}{words}"
        for kind, name in DISABILITIES.items()
        for level, words in levels.items()
    }
    return {"none": "没有残疾证"} | known


def source_of(code: str) -> Source | None:
    return next((source for source in sources() if source.code == code), None)


def item_of(source: Source, given: Field) -> str:
    """What keeps two sources of one attribute apart; empty where a person has one value only."""
    return f"{source.code}.{given.code}" if given.item_code else ""


def fact_value(source: Source, given: Field, entered: Entered) -> Any:
    """The value in its attribute's shape, from fen, a count or a code."""
    if given.kind == "disability":
        return _disability(str(entered))
    if given.kind == "choice":
        return str(entered)
    shape: dict[str, Any] = {"code": given.item_code}
    if given.kind == "money":
        return shape | {"amount_fen": int(entered)}
    if entered:
        return shape | {
            "count": int(entered),
            **({"area_m2": "unknown"} if _is_home(given) else {}),
        }
    # a thing that is not there is "no record" of a register that the parameters call full
    return shape | {"amount_fen": "no_record", "dataset": given.dataset}


def _is_home(given: Field) -> bool:
    return given.attribute == "asset.home"


def _disability(code: str) -> dict[str, Any]:
    if code == "none":
        return {"kind": "none"}
    kind, level = code.split("-")
    return {"kind": kind, "level": int(level)}


def nothing(given: Field) -> Entered:
    """What "no record" of a full register means for this field."""
    return "none" if given.kind in {"choice", "disability"} else 0


def is_fit(given: Field, entered: object) -> bool:
    """Whether a value can be an answer to this field at all."""
    if given.kind in {"choice", "disability"}:
        return entered in given.choices
    return isinstance(entered, int) and not isinstance(entered, bool) and entered >= 0


@dataclass(frozen=True)
class Limits:
    """A year's income and the financial assets one person may have, in fen; None: not set."""

    income_fen: int | None = None
    financial_fen: int | None = None


@dataclass(frozen=True)
class Known:
    """Totals of what sources answered, in fen, and whether anything is still unknown."""

    income_fen: int
    financial_fen: int
    people: int
    has_unknown: bool


def conclude(known: Known, limits: Limits) -> str:
    """within, over or needs_review: gross values, without deductions, so only a remark.

    What is certainly over stays over, whatever a silent source may still say.
    """
    people = max(known.people, 1)
    over_income = limits.income_fen is not None and known.income_fen >= limits.income_fen * people
    over_assets = (
        limits.financial_fen is not None and known.financial_fen > limits.financial_fen * people
    )
    if over_income or over_assets:
        return "over"
    if known.has_unknown or limits.income_fen is None or limits.financial_fen is None:
        return "needs_review"
    return "within"
