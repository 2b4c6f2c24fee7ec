"""Checklists as data, what an answer becomes, and what a visit still lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

PHOTO = "photo"
COUNTY = "county"
"""The purpose of the county's own visit (民发〔2021〕57号 art. 20)."""
SIGNATURES = {
    "signature_family": "家庭成员签名",
    "signature_first": "第一核实人签名",
    "signature_second": "第二核实人签名",
}
KINDS = (PHOTO, *SIGNATURES)
MOST_PHOTOS = 30
LONGEST_TEXT = 500
_FOLDER = Path(__file__).parent / "checklists"

Place = tuple[str, int | None]  # question, person


@dataclass(frozen=True)
class Question:
    """`fact`: the attribute that an answer becomes; money is fen over the last 12 months."""

    code: str
    text: str
    kind: str  # yes_no, choice, whole, money, text
    per: str  # person, household
    required: bool = False
    fact: str = ""
    item_code: str = ""
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    code: str
    title: str
    questions: tuple[Question, ...]
    hint: str = ""


@dataclass(frozen=True)
class Checklist:
    code: str
    title: str
    parts: tuple[Part, ...]

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for part in self.parts for question in part.questions)


@dataclass(frozen=True)
class Told:
    """One answer as the device kept it. `value` None: asked, and nobody could say."""

    id: UUID
    question: str
    person: int | None
    value: Any


@cache
def checklists() -> Mapping[str, Checklist]:
    found = [_checklist(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    return {one.code: one for one in found}


def usual(purpose: str) -> str:
    """The checklist that a visit for this purpose begins with; another may be chosen."""
    return purpose if purpose in checklists() else "dibao"


def _checklist(path: Path) -> Checklist:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Checklist(data["code"], data["title"], tuple(_part(part) for part in data["parts"]))


def _part(data: Mapping[str, Any]) -> Part:
    questions = tuple(Question(**one) for one in data["questions"])
    return Part(data["code"], data["title"], questions, data.get("hint", ""))


def places_of(question: Question, persons: Sequence[int]) -> list[Place]:
    """Where a question is asked: of each person, or once."""
    if question.per == "person":
        return [(question.code, person) for person in persons]
    return [(question.code, None)]


def is_fit(question: Question, value: object) -> bool:
    """Whether a value can answer this question; None (unclear) always can."""
    match question.kind:
        case _ if value is None:
            return True
        case "yes_no":
            return isinstance(value, bool)
        case "choice":
            return value in question.choices
        case "text":
            return isinstance(value, str) and len(value) <= LONGEST_TEXT
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def fact_value(question: Question, value: Any) -> Any:
    """The value in its attribute's shape."""
    if question.kind == "money":
        return {"code": question.item_code, "amount_fen": value}
    return value


def missing(
    checklist: Checklist,
    names: Mapping[int, str],
    answered: Iterable[Place],
    evidence: Iterable[str],
) -> list[str]:
    """All that a visit lacks to be finished, each in words; empty: nothing."""
    have, kinds = set(answered), set(evidence)
    lacking = [
        f"{names[person]}：{question.text}" if person is not None else question.text
        for question in checklist.questions()
        if question.required
        for code, person in places_of(question, list(names))
        if (code, person) not in have
    ]
    if PHOTO not in kinds:
        lacking.append("至少一张照片")
    return lacking + [words for kind, words in SIGNATURES.items() if kind not in kinds]
