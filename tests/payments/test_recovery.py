"""Claims: waived or decided by a person; repaid, or set off by written consent."""

from datetime import date

import pytest

from doudi.common.refusals import Forbidden, Refusal
from doudi.payments import queries
from doudi.payments.actions import recovery
from doudi.payments.models import Entitlement, RecoveryClaim
from doudi.payments.rules.recovery import allocated, kept
from doudi.payments.states import ClaimState
from tests.factories import accounts, payments

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award(desk):
    made = payments.bare_award(50_000)
    payments.paid_month(desk, OCTOBER)
    payments.changed(made, 30_000, OCTOBER)
    return made


@pytest.fixture
def claim(award) -> RecoveryClaim:
    return RecoveryClaim.objects.get()


def repaid(desk, claim, fen: int, receipt: str = "SJ1"):
    return recovery.repay(
        claim=claim, amount_fen=fen, on=date(2026, 10, 9), receipt=receipt, by=desk.drafter,
        at=payments.SETTLED,
    )  # fmt: skip


def test_waived_by_a_named_person_leaves_the_ledger_alone(desk, award, claim):
    with pytest.raises(Forbidden):
        recovery.waive(
            claim=claim, reason="x", by=accounts.officer("county_leader"), at=payments.SETTLED
        )
    claim = recovery.waive(claim=claim, reason="确有困难", by=desk.approver, at=payments.SETTLED)
    assert claim.state == ClaimState.WAIVED
    assert not Entitlement.objects.filter(amount_fen__lt=0).exists()
    payments.changed(award, 30_000, OCTOBER)
    assert RecoveryClaim.objects.count() == 1


def test_nothing_comes_back_before_the_decision(desk, claim):
    with pytest.raises(Refusal, match="不能这样办理"):
        repaid(desk, claim, 100)


def test_decided_and_repaid_in_two_parts(desk, award, claim):
    claim = payments.decided(claim)
    stands = queries.award_balance(award, OCTOBER)
    assert stands.conserved
    assert (stands.entitled, stands.paid, stands.recovering) == (30_000, 50_000, -20_000)
    repaid(desk, claim, 5_000)
    with pytest.raises(Refusal, match="已经登记过"):
        repaid(desk, claim, 100)
    with pytest.raises(Refusal, match="超过"):
        repaid(desk, claim, 15_001, "SJ2")
    repaid(desk, claim, 15_000, "SJ2")
    claim.refresh_from_db()
    assert claim.state == ClaimState.REPAID
    stands = queries.award_balance(award, OCTOBER)
    assert (stands.recovered, stands.recovering, stands.conserved) == (-20_000, 0, True)


def test_set_off_keeps_a_named_part_of_a_month_by_consent(desk, award, claim):
    claim = payments.decided(claim)
    assert payments.paid_month(desk, NOVEMBER).lines.get().amount_fen == 30_000
    with pytest.raises(Refusal, match="最高 20%"):
        recovery.agree_to_set_off(
            claim=claim, percent=21, paper=payments.paper(), by=desk.drafter, at=payments.SETTLED
        )
    recovery.agree_to_set_off(
        claim=claim, percent=20, paper=payments.paper(), by=desk.drafter, at=payments.SETTLED
    )
    assert payments.paid_month(desk, DECEMBER).lines.get().amount_fen == 24_000
    december = queries.award_balance(award, DECEMBER)
    assert (december.entitled, december.paid, december.kept) == (30_000, 24_000, 6_000)
    assert december.conserved
    october = queries.award_balance(award, OCTOBER)
    assert (october.recovered, october.recovering, october.conserved) == (-6_000, -14_000, True)
    kept_entry = claim.repayments.get().entitlement
    assert (kept_entry.month, kept_entry.amount_fen) == (DECEMBER, -6_000)


def test_a_decision_takes_effect_once(desk, award, claim):
    claim = payments.decided(claim)
    recovery.take_effect(decision=claim.decision, by=desk.approver, at=payments.SETTLED)
    assert Entitlement.objects.filter(reason="recovered").count() == 1


def test_what_comes_back_goes_to_the_oldest_month_first():
    months = [(NOVEMBER, -500), (OCTOBER, -300)]
    assert allocated(months, 400) == {OCTOBER: 300, NOVEMBER: 100}
    assert allocated([(OCTOBER, 200), (NOVEMBER, -500)], 100) == {OCTOBER: 0, NOVEMBER: 100}
    assert (kept(30_001, 20, 10**9), kept(30_000, 20, 100), kept(-5, 20, 100)) == (6_000, 100, 0)
