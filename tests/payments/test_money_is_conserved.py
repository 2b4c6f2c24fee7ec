"""Invariant 8: entitled = paid + in transit + drafted + waiting, per award and month, whatever
happens to runs; one entitlement month is paid once."""

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
from doudi.payments.actions import bank, runs
from doudi.payments.models import Entitlement, LineItem, Run
from doudi.payments.rules.ledger import balance, due_months
from doudi.payments.states import LineState, RunState
from tests.factories import awards, payments, people

ACTS = ("draft", "approve", "send", "answer", "answer", "cancel", "account", "suspend", "resume")
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

    def send(self, pick: int, month: int) -> None:
        if run := self.last(RunState.APPROVED):
            bank.send(run=run, by=self.desk.drafter, at=self.at)

    def answer(self, pick: int, month: int) -> None:
        """`pick` has two bits for each of two lines: answered, and paid."""
        if not (run := self.last(RunState.SENT)):
            return
        lines = run.lines.filter(state=LineState.IN_TRANSIT).order_by("pk")
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
        people.account(award.household, award.holder, f"62170012345678{pick:05d}")

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
            people.account(award.household, award.holder, "6217001234599999999")
        for _ in range(3):
            self.do("cancel", 0, 0)
            while self.last(RunState.SENT):
                self.do("answer", 7, 0)
            for act in ("draft", "approve", "send"):
                self.do(act, 0, 1)
        while self.last(RunState.SENT):
            self.do("answer", 7, 0)
        for award in self.awards:
            for month in Entitlement.objects.filter(award=award).values_list("month", flat=True):
                stands = queries.award_balance(award, month)
                assert stands.paid == stands.entitled > 0


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


states = st.sampled_from([None, "paid", "in_transit", "ready", "set_aside"])


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), states)))
def test_a_balance_adds_up(entries):
    found = balance(entries)
    assert found.conserved
    assert found.entitled == sum(amount for amount, _state in entries)


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
