"""A month's run at each of its stations, and a bank that answers."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from django.db.models import F, Q

from doudi.accounts.models import Place, Post
from doudi.awards.models import Award, AwardPlace, Beneficiary, Component
from doudi.awards.states import ComponentKind
from doudi.awards.states import State as AwardState
from doudi.common.actors import Officer, System
from doudi.common.clock import beijing
from doudi.common.money import yuan
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.payments.actions import bank, runs
from doudi.payments.actions.corrections import correct
from doudi.payments.actions.recovery import take_effect
from doudi.payments.models import Line, RecoveryClaim, Run
from doudi.people.models import PayeeAccount
from tests.factories import accounts, people
from tests.factories.pictures import png

MONTH = date(2026, 10, 1)
DRAFTED = beijing(date(2026, 10, 8), 9)
APPROVED = beijing(date(2026, 10, 8), 11)
SENT = beijing(date(2026, 10, 8), 14)
SETTLED = beijing(date(2026, 10, 10), 9)
_numbers = count(1)
COLUMNS = ("业务参考号", "金额（元）", "处理结果", "失败原因", "入账日期")


@dataclass(frozen=True)
class Desk:
    """The two people of a district's payments."""

    drafter: Officer = field(default_factory=lambda: accounts.officer("finance_drafter"))
    approver: Officer = field(default_factory=lambda: accounts.officer("finance_approver"))
    place: Place = field(default_factory=lambda: accounts.place(accounts.DISTRICT))


def bare_award(
    amount_fen: int = 26_667,
    *,
    name: str = "刘桂英",
    valid_from: date = MONTH,
    known_at: datetime | None = None,
    place: Place | None = None,
) -> Award:
    """An award with one base component, an account and no stations behind it."""
    first, second = accounts.officer("county_reviewer"), accounts.officer("county_leader")
    at = known_at or beijing(date(2026, 9, 22), 10)
    number = next(_numbers)
    holder = people.person(name)
    home = people.household((holder, "self"), place=place)
    office = Post.objects.get(pk=second.post_id).office
    decision = Decision.objects.create(
        number=f"BARE{number:06d}", matter=f"bare:{number}", household=home, place=home.place,
        programme="dibao", office=office, outcome=Outcome.GRANTED, amount_fen=amount_fen,
        reason="符合", proposed_at=at, proposed_by_id=first.post_id,
        proposed_user_id=first.user_id, decided_at=at, decided_by_id=second.post_id,
        decided_user_id=second.user_id, effective_from=valid_from,
    )  # fmt: skip
    made = Award.objects.create(
        number=f"BARE{number:06d}", decision=decision, household=home, holder=holder,
        programme="dibao", place=home.place, office=office, state=AwardState.ACTIVE,
        valid_from=valid_from, recheck_on=date(2027, 9, 1), granted_at=at,
    )  # fmt: skip
    AwardPlace.objects.create(award=made, place=home.place, office=office, valid_from=valid_from)
    Beneficiary.objects.create(award=made, person=holder, valid_from=valid_from)
    Component.objects.create(
        award=made, kind=ComponentKind.BASE, amount_fen=amount_fen, valid_from=valid_from,
        known_at=at,
    )  # fmt: skip
    return payable(made)


def paid_month(desk: "Desk", month: date) -> Run:
    """A run of that month from draft to settled, on its eighth day."""
    at = beijing(month.replace(day=8), 9)
    run = runs.draft(month=month, programme="dibao", place=desk.place, by=desk.drafter, at=at)
    run = runs.approve(run=run, by=desk.approver, at=at)
    run = bank.make_file(run=run, by=desk.drafter, at=at)
    run = bank.send(run=run, by=desk.drafter, at=at)
    rows = [row(line, on="") for line in run.lines.filter(state="in_transit")]
    return bank.settle(run=run, content=answer(rows), by=desk.drafter, at=at)


def payable(award: Award) -> Award:
    """The award's family has an account of its own."""
    first = not PayeeAccount.objects.exists()
    number = "6217001234567890123" if first else f"62170098765{award.pk:08d}"
    people.account(award.household, award.holder, number)
    return award


def confirmed(award: Award, by: Officer | None = None, at: datetime = DRAFTED) -> Award:
    """The account of the award's family was looked at by a second person."""
    PayeeAccount.objects.filter(
        household=award.household, superseded_at=None, confirmed_at=None
    ).update(confirmed_at=at, confirmed_post=by.post_id if by else None)
    return award


def changed(
    award: Award, amount_fen: int, counts_from: date, *, at: datetime = SETTLED
) -> Component:
    """The award's base from a month on, as a decided change leaves it, and the ledger after it."""
    base = award.components.filter(kind=ComponentKind.BASE, person=None)
    base.filter(valid_from__gte=counts_from).update(valid_until=F("valid_from"))
    base.filter(valid_from__lt=counts_from).filter(
        Q(valid_until=None) | Q(valid_until__gt=counts_from)
    ).update(valid_until=counts_from)
    found = base.filter(valid_from=counts_from).first()
    if found:
        Component.objects.filter(pk=found.pk).update(amount_fen=amount_fen, valid_until=None)
    else:
        found = Component.objects.create(
            award=award, kind=ComponentKind.BASE, amount_fen=amount_fen, valid_from=counts_from,
            known_at=at,
        )  # fmt: skip
    correct(award=award, by=System("payments.pick_up"), at=at)
    return found


def decided(claim: RecoveryClaim, *, at: datetime = SETTLED) -> RecoveryClaim:
    """A named person decided that the claim is asked back."""
    award = claim.award
    first = award.decision
    decision = Decision.objects.create(
        number=f"ZH{claim.pk:08d}", matter=f"claim:{claim.pk}", household=award.household,
        place=award.place, programme=award.programme, office=award.office,
        outcome=Outcome.RECOVERED, amount_fen=claim.amount_fen, reason="多发",
        proposed_at=at, proposed_by=first.proposed_by, proposed_user=first.proposed_user,
        decided_at=at, decided_by=first.decided_by, decided_user=first.decided_user,
    )  # fmt: skip
    return take_effect(decision=decision, by=System("payments.pick_up"), at=at)


def paper() -> bytes:
    """A photographed agreement."""
    return png()


def drafted(desk: Desk, month: date = MONTH) -> Run:
    return runs.draft(month=month, programme="dibao", place=desk.place, by=desk.drafter, at=DRAFTED)


def approved(desk: Desk, month: date = MONTH) -> Run:
    return runs.approve(run=drafted(desk, month), by=desk.approver, at=APPROVED)


def sent(desk: Desk, month: date = MONTH) -> Run:
    run = bank.make_file(run=approved(desk, month), by=desk.drafter, at=SENT)
    return bank.send(run=run, by=desk.drafter, at=SENT)


def settled(desk: Desk, run: Run, content: bytes) -> Run:
    return bank.settle(run=run, content=content, by=desk.drafter, at=SETTLED)


def row(line: Line, result: str = "成功", reason: str = "", on: str = "2026-10-09") -> list[str]:
    amount = yuan(line.amount_fen).replace(",", "")
    return [line.reference, amount, result, reason, on]


def answer(rows: list[list[str]], columns: tuple[str, ...] = COLUMNS) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("gb18030")
