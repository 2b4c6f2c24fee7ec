"""A raised standard written into an award: from a month on, never less, earlier months stay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.awards.actions.raising import raise_award
from doudi.awards.queries.raising import bases_of, basis_in
from doudi.awards.rules.raising import Piece, Segment, at_least, segments, total
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.months import add_months
from doudi.common.refusals import Refusal
from doudi.journal.models import Entry
from tests.factories import payments, raises

JANUARY, FEBRUARY, MARCH = raises.JANUARY, raises.FEBRUARY, raises.MARCH
BY, AT = System("payments.raises"), beijing(date(2027, 3, 24))
LITTLE, MUCH = (Piece("base", 0, 26_667),), (Piece("base", 0, 33_600),)


def written(award, *found: Segment) -> None:
    raise_award(award=award, segments=found, reason="raise:1", by=BY, at=AT)


@pytest.mark.django_db
def test_months_before_stay_and_the_rest_follows():
    award = payments.bare_award(26_667, valid_from=JANUARY)
    written(award, Segment(FEBRUARY, MARCH, MUCH), Segment(MARCH, None, (*MUCH,)))
    rows = award.components.order_by("valid_from", "pk").values_list(
        "amount_fen", "valid_from", "valid_until"
    )
    assert list(rows) == [
        (26_667, JANUARY, FEBRUARY),
        (33_600, FEBRUARY, MARCH),
        (33_600, MARCH, None),
    ]
    assert Entry.objects.filter(noun="award", verb="changed").exists()


@pytest.mark.django_db
def test_less_is_refused():
    award = payments.bare_award(33_600, valid_from=JANUARY)
    with pytest.raises(Refusal, match="只增不减"):
        written(award, Segment(JANUARY, None, LITTLE))
    with pytest.raises(Refusal, match="没有变化"):
        written(award)


@pytest.mark.django_db
def test_each_month_rests_on_what_was_applied_last():
    raises.old_standard()
    award = raises.aided()
    change = raises.changed(award, 300_000, MARCH)
    found = bases_of([award])[award.pk]
    assert basis_in(found, FEBRUARY).change is None
    assert basis_in(found, MARCH).change == change
    assert basis_in(found, date(2026, 12, 1)) is None


amounts = st.lists(
    st.tuples(st.integers(0, 99_999), st.integers(0, 99_999)), min_size=1, max_size=14
)


@given(amounts, st.booleans())
def test_segments_say_for_each_month_what_it_comes_to(pairs, ends):
    months = [add_months(JANUARY, n) for n in range(len(pairs))]
    until = add_months(JANUARY, len(pairs)) if ends else None
    rows = []
    for month, (now, wanted) in zip(months, pairs, strict=True):
        held = (Piece("base", 0, now),)
        rows.append((month, held, at_least(held, (Piece("base", 0, wanted),))))
    found = segments(rows, until)
    assert all(total(then) >= total(now) for _, now, then in rows)
    for month, now, then in rows:
        mine = [
            one for one in found if one.since <= month and (one.until is None or month < one.until)
        ]
        assert len(mine) <= 1
        assert (mine[0].pieces if mine else now) == then
    assert not found or found[-1].until == until
