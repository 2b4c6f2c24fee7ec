"""A raised standard against the ledger: new − paid for each past month, and what is written."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.awards.rules.raising import Piece, Pieces, Segment, at_least, segments, total
from doudi.common.cells import plain
from doudi.common.money import yuan
from doudi.payments.rules.corrections import Part


@dataclass(frozen=True)
class Month:
    """One month of an award: pieces that stand, pieces by the new standard (None: unknown), fen
    accounted for in the ledger (None: not entered yet), and why it differs."""

    month: date
    now: Pieces
    then: Pieces | None
    accounted_fen: int | None
    why: str = ""


@dataclass(frozen=True)
class MonthLine:
    """A past month that is owed more. Fen; `new_fen` is always above `old_fen`."""

    month: date
    old_fen: int
    new_fen: int
    why: str


@dataclass(frozen=True)
class Owed:
    """What a raise makes of one award. `less`: months that compute to less, for a person."""

    lines: tuple[MonthLine, ...]
    segments: tuple[Segment, ...]
    old_fen: int
    new_fen: int
    less: tuple[date, ...] = ()
    unknown: bool = False

    @property
    def total_fen(self) -> int:
        return sum(one.new_fen - one.old_fen for one in self.lines)


def standing(parts: Sequence[Part], month: date) -> Pieces:
    """The pieces that stand for a month."""
    return tuple(sorted(_piece(one) for one in parts if one.holds(month) and one.amount_fen))


def _piece(part: Part) -> Piece:
    kind, _, person = part.slot.partition(":")
    return Piece(kind, int(person or 0), part.amount_fen)


def owed(months: Sequence[Month], until: date | None, present: date) -> Owed:
    """Never less than stands: a month that computes to less keeps what it has and is named.
    An award that ended before the month `present` comes to nothing a month from now on."""
    target = [(one, at_least(one.now, one.now if one.then is None else one.then)) for one in months]
    goes_on = bool(months) and (until is None or until > present)
    lines = [
        MonthLine(one.month, one.accounted_fen, total(then), one.why)
        for one, then in target
        if then != one.now and one.accounted_fen is not None and total(then) > one.accounted_fen
    ]
    return Owed(
        lines=tuple(lines),
        segments=segments([(one.month, one.now, then) for one, then in target], until),
        old_fen=total(months[-1].now) if goes_on else 0,
        new_fen=total(target[-1][1]) if goes_on else 0,
        less=tuple(one.month for one in months if _is_less(one)),
        unknown=any(one.then is None for one in months),
    )


def _is_less(one: Month) -> bool:
    return one.then is not None and total(one.then) < total(one.now)


def months_words(months: Iterable[date]) -> str:
    return "、".join(f"{one:%Y-%m}" for one in months)


@dataclass(frozen=True)
class Stamp:
    """Who takes a list out, when and what for; stands in the list."""

    officer: str
    office: str
    at: str
    purpose: str


HEAD = ("户主", "村（社区）", "待遇编号", "月份", "原金额", "新金额", "补发", "说明")


def list_csv(rows: Iterable[Sequence[str]], stamp: Stamp) -> bytes:
    """A table that a spreadsheet opens; no cell becomes a formula. The stamp is its last lines."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(HEAD)
    lines = [[plain(cell) for cell in row] for row in rows]
    sheet.writerows(lines)
    sheet.writerow([])
    for word, value in (
        ("导出人", f"{stamp.office} {stamp.officer}"),
        ("导出时间", stamp.at),
        ("用途", stamp.purpose),
        ("行数", str(len(lines))),
        ("提示", "内部材料，不得外传，用后删除。导出已记入操作留痕。"),
    ):
        sheet.writerow([word, plain(value)])
    return text.getvalue().encode("utf-8-sig")


def plain_yuan(fen: int) -> str:
    return yuan(fen).replace(",", "")
