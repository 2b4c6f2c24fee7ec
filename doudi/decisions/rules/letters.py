"""The words of a letter: law, facts, amount, remedies. A person reads them, so they are plain."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.common.money import yuan

ARTICLES = Path(__file__).resolve().parent.parent / "letters" / "articles.yaml"
REVIEW_DAYS = 60
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百\d]+条")
_MEMBER = re.compile(r"\bp\d+")
_UNITS = {"person": "人", "people": "人", "count": "个", "m2": "平方米"}


@dataclass(frozen=True)
class Law:
    name: str
    short: tuple[str, ...]
    standing: Mapping[str, str]  # article → confirmed, read in a mirror, assumed


@dataclass(frozen=True)
class LetterLine:
    """One line of the amount sheet in the letter; `total` closes the lines above it."""

    label: str
    amount: str
    per: str
    source: str
    total: bool


@cache
def laws() -> tuple[Law, ...]:
    rows = yaml.safe_load(ARTICLES.read_text(encoding="utf-8"))["laws"]
    return tuple(Law(row["name"], tuple(row["short"]), row["articles"]) for row in rows)


def citations(texts: Iterable[str], known: Iterable[Law] | None = None) -> tuple[str, ...]:
    """《law》, with the article's number only where its wording is confirmed; each once."""
    found: dict[str, list[str]] = {}
    for text in texts:
        for law in laws() if known is None else known:
            if law.name in text or any(short in text for short in law.short):
                _add(found.setdefault(law.name, []), law, text)
    return tuple(f"《{name}》{'、'.join(numbers)}" for name, numbers in found.items())


def _add(numbers: list[str], law: Law, text: str) -> None:
    for number in _ARTICLE.findall(text):
        if law.standing.get(number) == "confirmed" and number not in numbers:
            numbers.append(number)


def measure(value: object, unit: str) -> str:
    """A criterion's value in words: unknown is 未知, fen are yuan."""
    if value is None:
        return "未知"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int) and unit == "fen_x12":  # compared without dividing, shown divided
        return f"{yuan((2 * value + 12) // 24)} 元"
    if isinstance(value, int) and unit.startswith("fen"):
        return f"{yuan(value)} 元{_per(unit)}"
    return f"{value} {_UNITS.get(unit, unit)}".strip()


def _per(unit: str) -> str:
    if "month" in unit:
        return "/月"
    return "/年" if "year" in unit else ""


def reasons(result: Mapping[str, Any], wanted: str) -> tuple[str, ...]:
    """One sentence per criterion with this result: what was found, and the line.

    Where all is met, what is only there or not there is said in one sentence.
    """
    rows = [row for row in result["criteria"] if row["result"] == wanted]
    if wanted != "met":
        return tuple(_reason(row) for row in rows)
    money = tuple(_reason(row) for row in rows if row.get("unit", "").startswith("fen"))
    rest = [plain(row["label"]) for row in rows if not row.get("unit", "").startswith("fen")]
    return (*money, f"其他条件都符合：{'；'.join(rest)}。") if rest else money


def _reason(row: Mapping[str, Any]) -> str:
    word = {"met": "符合", "not_met": "不符合", "unknown": "尚不能确定"}[row["result"]]
    value = measure(row["value"], row.get("unit", ""))
    line = measure(row["threshold"], row.get("unit", ""))
    source = f"，依据：{row['source']}" if row.get("source") else ""
    return f"{plain(row['label'])}：{word}。查明 {value}，界线 {line}{source}。"


def plain(label: str) -> str:
    """A criterion's label without what only matters to the arithmetic."""
    return label.replace("（乘以 12 后比较）", "")


def named(label: str, names: Mapping[str, str]) -> str:
    """The members of a line by name instead of the id that the rule was given."""
    return _MEMBER.sub(lambda found: names.get(found[0], found[0]), label)


def sheet_lines(result: Mapping[str, Any], names: Mapping[str, str]) -> tuple[LetterLine, ...]:
    """The stored amount sheet, line by line, in the order of the rule; lines of 0.00 left out."""
    rows = (row for row in result["sheet"] if row["amount_fen"] != 0 or row["role"] == "total")
    return tuple(
        LetterLine(
            label=named(row["label"], names),
            amount=_money(row["amount_fen"]),
            per="元/月" if row["per"] == "month" else "元/年",
            source=row["source"],
            total=row["role"] == "total",
        )
        for row in rows
    )


def _money(fen: int | None) -> str:
    return "未知" if fen is None else yuan(fen).replace("-", "− ")


_TITLES = {
    "granted": "确认通知书",
    "refused": "不予确认告知书",
    "raised": "调增通知书",
    "reduced": "调减告知书",
    "unchanged": "核查通知书",
    "suspended": "暂缓发放告知书",
    "resumed": "恢复发放通知书",
    "ended": "终止告知书",
    "recovered": "追回决定书",
}


def title(outcome: str, programme: str) -> str:
    return f"{programme}{_TITLES[outcome]}"
