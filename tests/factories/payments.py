"""A month's run at each of its stations, and a bank that answers."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from doudi.accounts.models import Place
from doudi.awards.models import Award
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.money import yuan
from doudi.payments.actions import bank, runs
from doudi.payments.models import Line, Run
from tests.factories import accounts, people

MONTH = date(2026, 10, 1)
DRAFTED = beijing(date(2026, 10, 8), 9)
APPROVED = beijing(date(2026, 10, 8), 11)
SENT = beijing(date(2026, 10, 8), 14)
SETTLED = beijing(date(2026, 10, 10), 9)
COLUMNS = ("业务参考号", "金额（元）", "处理结果", "失败原因", "入账日期")


@dataclass(frozen=True)
class Desk:
    """The two people of a district's payments."""

    drafter: Officer = field(default_factory=lambda: accounts.officer("finance_drafter"))
    approver: Officer = field(default_factory=lambda: accounts.officer("finance_approver"))
    place: Place = field(default_factory=lambda: accounts.place(accounts.DISTRICT))


def payable(award: Award) -> Award:
    """The award's family has an account."""
    people.account(award.household, award.holder)
    return award


def drafted(desk: Desk, month: date = MONTH) -> Run:
    return runs.draft(month=month, programme="dibao", place=desk.place, by=desk.drafter, at=DRAFTED)


def approved(desk: Desk, month: date = MONTH) -> Run:
    return runs.approve(run=drafted(desk, month), by=desk.approver, at=APPROVED)


def sent(desk: Desk, month: date = MONTH) -> Run:
    return bank.send(run=approved(desk, month), by=desk.drafter, at=SENT)


def settled(desk: Desk, run: Run, content: bytes) -> Run:
    return bank.settle(run=run, content=content, by=desk.drafter, at=SETTLED)


def row(line: Line, result: str = "成功", reason: str = "", on: str = "2026-10-09") -> list[str]:
    amount = yuan(line.amount_fen).replace(",", "")
    return [line.reference, amount, result, reason, on]


def answer(rows: list[list[str]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("gb18030")
