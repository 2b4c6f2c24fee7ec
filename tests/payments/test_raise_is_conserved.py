"""Whatever families, incomes and standards: back-pay is new − paid to the fen, never negative."""

from datetime import date

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doudi.awards.rules.raising import Piece
from doudi.common.months import add_months
from doudi.payments import queries
from doudi.payments.models import Entitlement, Line
from doudi.payments.rules.raises import Month, owed
from tests.factories import payments, raises

months = st.lists(
    st.tuples(
        st.integers(0, 99_999), st.none() | st.integers(0, 99_999),
        st.none() | st.integers(0, 99_999),
    ),
    min_size=1, max_size=15,
)  # fmt: skip


@given(months)
def test_a_list_is_new_less_paid_and_never_less(rows):
    found = owed(
        [
            Month(
                add_months(raises.JANUARY, n), (Piece("base", 0, now),),
                None if then is None else (Piece("base", 0, then),), accounted,
            )
            for n, (now, then, accounted) in enumerate(rows)
        ],
        None, raises.JANUARY,
    )  # fmt: skip
    assert all(one.new_fen > one.old_fen for one in found.lines)
    by_month = {one.month: one for one in found.lines}
    for n, (now, then, accounted) in enumerate(rows):
        month = add_months(raises.JANUARY, n)
        more = then is not None and then > now and accounted is not None and then > accounted
        assert (month in by_month) is more
        if more:
            assert by_month[month].new_fen - by_month[month].old_fen == then - accounted
        assert (month in found.less) is (then is not None and then < now)


stories = st.tuples(
    st.lists(
        st.tuples(
            st.integers(0, 900_000), st.integers(1, 3), st.none() | st.integers(0, 900_000),
            st.sampled_from([None, raises.FEBRUARY, raises.MARCH]),
        ),
        min_size=1, max_size=3,
    ),
    st.integers(400_000, 700_000),
    st.sampled_from(["half_up_household_fen", "ceil_household_yuan", "half_up_person_fen"]),
)  # fmt: skip


@pytest.mark.django_db
@settings(
    phases=[Phase.explicit, Phase.generate], max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(stories)
def test_what_is_paid_is_what_was_paid_and_the_list(story):
    mark = transaction.savepoint()
    try:
        _tell(*story)
    finally:
        transaction.savepoint_rollback(mark)


def _tell(families, standard: int, rounding: str) -> None:
    raises.old_standard(rounding)
    desk, office = payments.Desk(), raises.Office()
    awards = [raises.aided(name="王秀兰"), *(_family(*one) for one in families)]
    raises.paid(desk)
    before = {award.pk: _entered(award) for award in awards}
    raises.new_standard(amount=standard)
    found = raises.done(office)
    for item in found.items.all():
        assert item.state in {"applied", "same", "person"}
        assert _entered(item.award) - before[item.award_id] == item.total_fen >= 0
    raises.done(office, raises.drafted(office, on=raises.DONE))
    assert {award.pk: _entered(award) for award in awards} == {
        item.award_id: before[item.award_id] + item.total_fen for item in found.items.all()
    }
    payments.paid_month(desk, raises.APRIL)
    assert not Line.objects.filter(amount_fen__lte=0).exists()
    for award in awards:
        for month in (raises.JANUARY, raises.FEBRUARY, raises.MARCH, raises.APRIL):
            assert queries.award_balance(award, month).conserved


def _family(income: int, heads: int, changed: int | None, until: date | None):
    award = raises.aided(min(income, heads * 400_000), heads=heads)
    if until is not None and changed is None:
        raises.ended(award, until)
    if changed is not None:
        raises.changed(award, min(changed, 400_000), raises.FEBRUARY)
    return award


def _entered(award) -> int:
    found = Entitlement.objects.filter(award=award).aggregate(fen=Sum("amount_fen"))
    return found["fen"] or 0
