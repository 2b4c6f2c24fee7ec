"""Less that was known too late: a claim for a person, never a deduction."""

from datetime import date

import pytest

from doudi.awards.queries import changes
from doudi.awards.tasks import handle as awards_learn
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.payments.actions.entitlements import enter
from doudi.payments.models import Entitlement, RecoveryClaim
from doudi.payments.queries import award_balance
from doudi.payments.tasks import handle
from tests.factories import accounts, payments
from tests.factories import changes as made
from tests.factories.trail import deliver

pytestmark = pytest.mark.django_db

OCT, NOV, DEC = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
BY = System("payments.pick_up")


@pytest.fixture
def home():
    found = made.family()
    enter(month=NOV, programme="dibao", codes=(accounts.DISTRICT,), by=BY, at=beijing(NOV, 9))
    return found


def lowered_late(home):
    change = made.confirmed(home, made.reported(home, "income"), event_on=date(2026, 9, 28))
    made.earns(home, 200_000, change=change)
    change = made.applied(home, made.assessed(home, change))
    deliver(awards_learn)
    deliver(handle)
    return change


def test_the_months_since_it_happened_become_a_claim_and_nothing_is_deducted(home):
    before = list(Entitlement.objects.values_list("pk", "amount_fen"))
    change = lowered_late(home)
    claim = RecoveryClaim.objects.get()
    assert (claim.change, claim.known_late, claim.state) == (change, True, "proposed")
    less = changes.amount_in(home.award, NOV) - changes.amount_in(home.award, DEC)
    assert claim.amount_fen == 2 * less > 0
    assert {one.month for one in claim.months.all()} == {OCT, NOV}
    assert list(Entitlement.objects.values_list("pk", "amount_fen")) == before
    deliver(handle)
    assert RecoveryClaim.objects.count() == 1


def test_a_decided_claim_stands_apart_and_no_back_pay_undoes_it(home):
    lowered_late(home)
    payments.decided(RecoveryClaim.objects.get())
    deliver(handle)
    asked = Entitlement.objects.filter(amount_fen__lt=0)
    assert set(asked.values_list("reason", flat=True)) == {"overpaid"}
    assert not Entitlement.objects.filter(reason="back_pay").exists()
    for month in (OCT, NOV):
        assert award_balance(home.award, month).conserved
