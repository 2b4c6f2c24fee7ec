"""Invariant 8: entitled = paid + set aside + in transit + waiting + recovered, per award and month,
whatever happens to runs, accounts and awards; one entitlement month is paid once."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.awards.states import State
from doudi.common.months import add_months
from doudi.common.refusals import Refusal
from doudi.payments import queries
from doudi.payments.actions import bank, findings, recovery, runs
from doudi.payments.models import (
    Entitlement,
    Line,
    LineFinding,
    LineItem,
    RecoveryClaim,
    Run,
)
from doudi.payments.rules.ledger import Stand, balance, due_months
from doudi.payments.states import ClaimState, EntryReason, LineState, RunState
from tests.factories import awards, payments, people

ACTS = (
    "draft", "approve", "make", "send", "answer", "answer", "cancel", "take_back", "account",
    "confirm_account", "right", "aside", "clear", "suspend", "resume", "change", "change",
    "decide", "waive", "repay", "consent",
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 7), st.integers(0, 3)), min_size=4, max_size=14
)


class Story:
    """Two families and a payments office acting in whatever order; refusals change nothing."""

    def __init__(self) -> None:
        self.desk = payments.Desk()
        first = awards.granted()[1]
        self.awards = [payments.payable(first), awards.more_like(first)]
        self.at = payments.DRAFTED

    def do(self, act: str, pick: int, month: int) -> None:
        self.at += timedelta(days=7)
        with suppress(Refusal):
            getattr(self, act)(pick, month)
        self.check()

    def last(self, *states: str) -> Run | None:
        return Run.objects.filter(state__in=states).order_by("-pk").first()

    def draft(self, pick: int, month: int) -> None:
        runs.draft(
            month=add_months(payments.MONTH, min(month, 1)), programme="dibao",
            place=self.desk.place, by=self.desk.drafter, at=self.at,
        )  # fmt: skip

    def approve(self, pick: int, month: int) -> None:
        if run := self.last(RunState.DRAFT):
            runs.approve(run=run, by=self.desk.approver, at=self.at)

    def make(self, pick: int, month: int) -> None:
        if run := self.last(RunState.APPROVED):
            bank.make_file(run=run, by=self.desk.drafter, at=self.at)

    def send(self, pick: int, month: int) -> None:
        if run := self.last(RunState.MADE):
            bank.send(run=run, by=self.desk.drafter, at=self.at)

    def take_back(self, pick: int, month: int) -> None:
        if run := self.last(RunState.MADE):
            bank.take_back(run=run, reason="银行没有收到", by=self.desk.approver, at=self.at)

    def right(self, pick: int, month: int) -> None:
        for finding in LineFinding.objects.filter(answer="", line__run__state=RunState.DRAFT):
            with suppress(Refusal):
                findings.confirm(
                    finding=finding, reason="核对过", by=self.desk.approver, at=self.at
                )

    def aside(self, pick: int, month: int) -> None:
        found = LineFinding.objects.filter(answer="", line__run__state=RunState.DRAFT).first()
        if found:
            findings.set_aside(line=found.line, reason="待核", by=self.desk.approver, at=self.at)

    def clear(self, pick: int, month: int) -> None:
        line = Line.objects.filter(state=LineState.SET_ASIDE, items__open=True).first()
        if line:
            findings.clear(line=line, reason="已核", by=self.desk.drafter, at=self.at)

    def change(self, pick: int, month: int) -> None:
        """More or less, from one of the first months; `pick` says how much and for whom."""
        award = self.awards[pick % 2]
        award.refresh_from_db()
        payments.changed(award, (pick + 1) * 7_000, add_months(payments.MONTH, month), at=self.at)

    def decide(self, pick: int, month: int) -> None:
        if claim := RecoveryClaim.objects.filter(state=ClaimState.PROPOSED).first():
            payments.decided(claim, at=self.at)

    def waive(self, pick: int, month: int) -> None:
        if claim := RecoveryClaim.objects.filter(state=ClaimState.PROPOSED).first():
            recovery.waive(claim=claim, reason="困难", by=self.desk.approver, at=self.at)

    def repay(self, pick: int, month: int) -> None:
        if claim := RecoveryClaim.objects.filter(state=ClaimState.DECIDED).first():
            recovery.repay(
                claim=claim, amount_fen=pick * 900 + 100, on=self.at.date(),
                receipt=f"SJ{claim.repayments.count()}", by=self.desk.drafter, at=self.at,
            )  # fmt: skip

    def consent(self, pick: int, month: int) -> None:
        if claim := RecoveryClaim.objects.filter(state=ClaimState.DECIDED).first():
            recovery.agree_to_set_off(
                claim=claim, percent=20, paper=payments.paper(), by=self.desk.drafter, at=self.at
            )

    def answer(self, pick: int, month: int) -> None:
        """`pick` has two bits for each of two lines: answered, and paid."""
        if not (run := self.last(RunState.SENT, RunState.MADE)):
            return
        waiting = (LineState.IN_TRANSIT, LineState.IN_DOUBT)
        lines = run.lines.filter(state__in=waiting).order_by("pk")
        rows = [
            payments.row(line, "成功" if pick >> n & 1 else "失败", on="")
            for n, line in enumerate(lines)
            if n == 0 or pick & 4
        ]
        bank.settle(run=run, content=payments.answer(rows), by=self.desk.drafter, at=self.at)

    def cancel(self, pick: int, month: int) -> None:
        if run := self.last(RunState.DRAFT, RunState.APPROVED):
            runs.cancel(run=run, reason="重编", by=self.desk.drafter, at=self.at)

    def account(self, pick: int, month: int) -> None:
        award = self.awards[pick % 2]
        people.account(award.household, award.holder, f"621700{award.pk:08d}{pick:05d}")

    def confirm_account(self, pick: int, month: int) -> None:
        payments.confirmed(self.awards[pick % 2])

    def suspend(self, pick: int, month: int) -> None:
        self.stand(pick, State.SUSPENDED)

    def resume(self, pick: int, month: int) -> None:
        self.stand(pick, State.ACTIVE)

    def stand(self, pick: int, state: str) -> None:
        award = self.awards[pick % 2]
        award.state = state
        award.save(update_fields=["state"])

    def check(self) -> None:
        for award in self.awards:
            for entry in Entitlement.objects.filter(award=award):
                assert queries.award_balance(award, entry.month).conserved
        paid = LineItem.objects.filter(line__state=LineState.PAID)
        counts = Counter(paid.values_list("entitlement_id", flat=True))
        assert not counts or max(counts.values()) == 1
        for run in Run.objects.all():
            for line in run.lines.all():
                assert line.amount_fen == sum(i.entitlement.amount_fen for i in line.items.all())

    def settle_all(self) -> None:
        """Whatever stood open is brought to its end; then all that is owed is paid, once."""
        for award in self.awards:
            self.stand(self.awards.index(award), State.ACTIVE)
            people.account(award.household, award.holder, f"62170012345{award.pk:08d}")
            payments.confirmed(award)
        for _ in range(6):
            self.do("cancel", 0, 0)
            self.finish()
            for act in ("draft", "right", "approve", "make", "send"):
                self.do(act, 0, 1)
        self.finish()
        self.all_is_paid()

    def finish(self) -> None:
        while self.last(RunState.SENT, RunState.MADE):
            self.do("answer", 7, 0)
        while Line.objects.filter(state=LineState.SET_ASIDE, items__open=True).exists():
            self.do("clear", 0, 0)

    def all_is_paid(self) -> None:
        for award in self.awards:
            for month in Entitlement.objects.filter(award=award).values_list("month", flat=True):
                stands = queries.award_balance(award, month)
                assert stands.waiting == stands.set_aside == stands.in_transit == 0
                back = stands.kept + stands.recovered + stands.recovering
                assert stands.paid + back == stands.entitled


@pytest.mark.long
@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps)
def test_money_is_conserved(acts):
    mark = transaction.savepoint()
    try:
        story = Story()
        for act, pick, month in acts:
            story.do(act, pick, month)
        story.settle_all()
    finally:
        transaction.savepoint_rollback(mark)


stands = st.builds(
    Stand,
    st.integers(-(10**9), 10**9),
    st.sampled_from([None, "paid", "in_transit", "in_doubt", "ready", "set_aside", "returned"]),
    st.sampled_from(EntryReason.values),
)


@given(st.lists(stands), st.integers(0, 10**9))
def test_a_balance_adds_up(entries, repaid):
    found = balance(entries, repaid)
    assert found.conserved
    owed = [entry.fen for entry in entries if entry.reason != EntryReason.SET_OFF]
    assert found.entitled == sum(owed)
    assert found.recovered == -repaid


@given(
    st.dates().map(lambda d: d.replace(day=1)),
    st.none() | st.integers(-3, 30),
    st.none() | st.integers(0, 30),
    st.integers(-3, 30),
)
def test_due_months_are_the_ones_not_entered(first, until, entered, upto):
    if not 1950 < first.year < 2090:
        return

    def after(count):
        return None if count is None else add_months(first, count)

    found = due_months(first, after(until), after(entered), after(upto))
    wanted = [
        n for n in range(upto + 1)
        if (until is None or n < until) and (entered is None or n > entered)
    ]  # fmt: skip
    assert found == [after(n) for n in wanted]
