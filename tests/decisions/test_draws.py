"""The spot check: the right share of every block, and anyone can compute it again."""

import hashlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.accounts.queries import place_by_code
from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden
from doudi.decisions.actions.draws import draw, make_key, show_key
from doudi.decisions.models import Draw, DrawKey
from doudi.decisions.queries.draws import keys, public, to_show, verify
from doudi.decisions.rules.draws import drawn_positions, faults, hash_of, is_drawn, quota
from tests.factories import accounts, decisions

TASK = System("decisions.draws")
secrets = st.binary(min_size=32, max_size=32)


@settings(deadline=None)
@given(secrets, st.integers(0, 500))
def test_exactly_three_of_each_block_at_30_percent(key, block) -> None:
    assert len(drawn_positions(key, block, 30)) == 3
    numbers = range(block * 10, block * 10 + 10)
    assert sum(is_drawn(key, number, 30) for number in numbers) == 3


@settings(deadline=None)
@given(secrets, st.integers(0, 100), st.integers(0, 20))
def test_any_share_holds_over_a_hundred(key, percent, hundred) -> None:
    numbers = range(hundred * 100, hundred * 100 + 100)
    assert sum(is_drawn(key, number, percent) for number in numbers) == percent


@settings(deadline=None)
@given(st.integers(0, 100), st.integers(0, 50))
def test_a_quota_is_never_far_from_its_share(percent, block) -> None:
    assert percent // 10 <= quota(block, percent) <= -(-percent // 10)


@settings(deadline=None)
@given(secrets, st.integers(0, 60), st.sampled_from([10, 25, 30, 33, 100]))
def test_the_key_reproduces_all_lots(key, count, percent) -> None:
    lots = [(number, is_drawn(key, number, percent)) for number in range(count)]
    assert faults(key, hash_of(key), percent, lots) == ()
    if lots:
        number, drawn = lots[-1]
        bent = [*lots[:-1], (number, not drawn)]
        assert faults(key, hash_of(key), percent, bent) == (f"lot {number}",)


@settings(deadline=None)
@given(secrets, secrets)
def test_another_key_is_seen(key, other) -> None:
    if key != other:
        assert faults(other, hash_of(key), 30, []) == ("hash",)
    assert faults(key, hash_of(key), 30, [(1, is_drawn(key, 1, 30))]) == ("numbers",)


@pytest.fixture
def case(db):
    return decisions.accepted()


def drawn_for(case, moment="before_decision", on=decisions.OPINION):
    return draw(request=case.request, moment=moment, by=case.leader, at=beijing(on))


def test_one_lot_for_ever(case) -> None:
    first = drawn_for(case)
    assert first is not None
    assert first.number == 0
    assert drawn_for(case, on=date(2026, 12, 1)) == first
    assert drawn_for(case, moment="after_decision") is None
    assert Draw.objects.count() == 1
    trail = Entry.objects.get(verb="draw")
    assert trail.detail == {"number": 0}


def test_numbers_follow_arrival(case) -> None:
    staff = {
        "leader": case.leader, "first": case.first, "second": case.second,
        "reviewer": case.reviewer, "decider": case.decider, "village": case.village,
    }  # fmt: skip
    cases = [case, *(decisions.accepted(staff=staff) for _ in range(9))]
    lots = [drawn_for(one) for one in cases]
    assert [one.number for one in lots] == list(range(10))
    assert sum(one.drawn for one in lots) == 3


def test_the_hash_is_public_first_and_the_key_when_the_month_is_over(case) -> None:
    lot = drawn_for(case)
    key = keys().get(pk=lot.key_id)
    shown = public(key, lots=True)
    assert (shown.key, shown.lots, shown.count) == ("", (), 1)
    assert bytes(key.key_sealed).hex() not in shown.key_hash
    assert not to_show(date(2026, 9, 30)).exists()
    assert show_key(key=key, by=TASK, at=beijing(date(2026, 9, 30))).shown == ""
    assert list(to_show(date(2026, 10, 1))) == [key]
    show_key(key=key, by=TASK, at=beijing(date(2026, 10, 1)))
    shown = public(keys().get(pk=key.pk), lots=True)
    assert hashlib.sha256(bytes.fromhex(shown.key)).hexdigest() == shown.key_hash
    assert shown.lots == ((0, lot.drawn),)
    assert verify(DrawKey.objects.get(pk=key.pk)) == ()


@pytest.mark.django_db
def test_one_key_a_month() -> None:
    accounts.place()
    where = place_by_code("430902", accounts.ON)
    made = [
        make_key(place=where, programme="dibao", month=date(2026, 9, 1), by=TASK, at=beijing(day))
        for day in (date(2026, 9, 1), date(2026, 9, 5))
    ]
    assert made[0] == made[1]
    with pytest.raises(Forbidden):
        make_key(
            place=where, programme="dibao", month=date(2026, 9, 1), secret=b"k" * 32, by=TASK,
            at=beijing(date(2026, 9, 6)),
        )  # fmt: skip
    assert made[0].percent == 30
