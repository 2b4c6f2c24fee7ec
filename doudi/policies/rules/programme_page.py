"""What a programme's page says, read from its folder: conditions, questions, examples, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from doudi.policies.rules.citing import Piece, pieces
from doudi.policies.rules.registry import PROGRAMMES, About, RuleFile, about, rule_files, rule_for

INNER = re.compile(
    r"（(?:[a-z_]+(?:\.[a-z_]+)+、?)+）|（(?:[选择易错点算例U\d、，至 -]|standing：[a-z ]+)+）|`"
)
RANGE = re.compile(r"^(?P<head>\w+\.)(?P<first>\d+)[–-](?P<last>\d+)$")
GAP = "数据缺口与处理"


@dataclass(frozen=True)
class Condition:
    """A numbered condition, the words that cite its articles, and what happens when data lack."""

    id: str
    label: str
    article: tuple[Piece, ...]
    gap: str


@dataclass(frozen=True)
class Example:
    """A computed example. `fen` is None where no amount is said to citizens."""

    name: str
    verdict: str
    fen: int | None


@dataclass(frozen=True)
class Page:
    """A programme on a day; `file` is the rule in force, None before the first begins."""

    about: About
    file: RuleFile | None
    files: tuple[RuleFile, ...]
    per: str
    conditions: tuple[Condition, ...]
    questions: tuple[str, ...]
    examples: tuple[Example, ...]
    notes: tuple[tuple[Piece, ...], ...]


@lru_cache(maxsize=200)
def page(code: str, on: date) -> Page:
    """The page of a programme that exists. Raises `ParameterFault` if its head lacks a field."""
    what, file = about(code), rule_for(code, on)
    rule = file.rule() if file else None
    gaps = dict(_gaps(_body(code)))
    conditions = tuple(
        Condition(one.id, one.label, pieces(one.article, code), gaps.get(one.id, ""))
        for one in (rule.criteria if rule else ())
    )
    amounts = what.gives == "cash" and what.standing != "screening"
    return Page(
        what, file, rule_files(code), rule.per if rule else "month", conditions,
        tuple(one["ask"] for one in _load(code, "questions.yaml")["questions"] or ()),
        tuple(_examples(code, amounts)), tuple(_notes(code)),
    )  # fmt: skip


def _load(code: str, name: str) -> Mapping[str, Any]:
    text = (PROGRAMMES / code / name).read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def _body(code: str) -> str:
    text = (PROGRAMMES / code / "policy.md").read_text(encoding="utf-8")
    return text.split("---\n", 2)[2]


def _examples(code: str, amounts: bool) -> Iterator[Example]:
    for one in _load(code, "examples.yaml")["examples"] or ():
        fen = one["expect"].get("amount_fen") if amounts else None
        yield Example(one["name"], one["expect"].get("verdict", ""), fen)


def _gaps(body: str) -> Iterator[tuple[str, str]]:
    """Criterion id → what the page says about missing data; a row may stand for several."""
    heads: list[str] = []
    for line in body.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or set(line) <= set("|-: "):
            continue
        if cells[0] == "编号":
            heads = cells
        elif GAP in heads and len(cells) == len(heads):
            for name in _ids(cells[0]):
                yield name, _clean(cells[heads.index(GAP)])


def _ids(cell: str) -> list[str]:
    several = RANGE.match(cell)
    if not several:
        return [cell]
    numbers = range(int(several["first"]), int(several["last"]) + 1)
    return [f"{several['head']}{number}" for number in numbers]


def _notes(code: str) -> Iterator[tuple[Piece, ...]]:
    """The paragraphs beside title and table, each line a paragraph."""
    for line in _body(code).splitlines():
        text = _clean(line)
        if text and not line.startswith(("#", "|")):
            yield pieces(text, code)


def _clean(text: str) -> str:
    """Without marks that only the tests and makers need."""
    return INNER.sub("", text).strip()
