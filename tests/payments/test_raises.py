"""A standard raised with effect from months that were paid: the list, two persons, once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.payments import queries
from doudi.payments.actions import raises
from doudi.payments.models import Entitlement, Raise, RaiseItem, RaiseLine
from doudi.payments.queries.raises import to_draft, totals
from doudi.payments.queries.raising import Standards, owed_by
from doudi.payments.rules.corrections import Part, as_known
from doudi.payments.states import ItemState, RaiseState
from doudi.payments.tasks import work_on, work_on_raises
from tests.factories import accounts, kin, payments
from tests.factories.raises import (
    APPROVED,
    APRIL,
    DONE,
    DRAFTED,
    FEBRUARY,
    JANUARY,
    MARCH,
    Office,
    aided,
    approved,
    changed,
    done,
    drafted,
    ended,
    new_standard,
    old_standard,
    paid,
    value,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def standard() -> None:
    old_standard()


def lines(found: Raise, award=None) -> list[tuple[int, int, int]]:
    rows = RaiseLine.objects.filter(item__of=found, open=True).order_by("award", "month")
    if award:
        rows = rows.filter(award=award)
    return [(row.month.month, row.old_fen, row.new_fen) for row in rows]


def back_pay(award) -> list[tuple[int, int]]:
    rows = Entitlement.objects.filter(award=award, reason="back_pay").order_by("month")
    return [(row.month.month, row.amount_fen) for row in rows]


# --- vector 5 ---------------------------------------------------------------------------------


def test_vector_5_to_the_fen_per_household_and_month(desk, office, standard):
    award = aided()
    paid(desk)
    new_standard()
    found = drafted(office)
    assert lines(found) == [(1, 26_667, 33_600), (2, 26_667, 33_600), (3, 26_667, 33_600)]
    assert totals(found).total_fen == 20_799
    found = done(office, found)
    assert found.state == RaiseState.DONE
    assert back_pay(award) == [(1, 6_933), (2, 6_933), (3, 6_933)]
    run = payments.paid_month(desk, APRIL)
    assert run.lines.get().amount_fen == 33_600 + 20_799
    for month in (JANUARY, FEBRUARY, MARCH, APRIL):
        stands = queries.award_balance(award, month)
        assert (stands.paid, stands.conserved) == (33_600, True)


def test_vector_5_where_households_are_rounded_up_to_the_yuan(desk, office):
    old_standard("ceil_household_yuan")
    award = aided()
    paid(desk)
    new_standard()
    done(office)
    assert back_pay(award) == [(1, 6_900), (2, 6_900), (3, 6_900)]


# --- families that changed or left -------------------------------------------------------------


def test_a_family_that_left_in_february_gets_january_and_february(desk, office, standard):
    award = aided()
    paid(desk, JANUARY, FEBRUARY)
    ended(award, MARCH)
    staying = aided(name="王秀兰", valid_from=MARCH)
    paid(desk, MARCH)
    new_standard()
    found = done(office)
    assert back_pay(award) == [(1, 6_933), (2, 6_933)]
    assert back_pay(staying) == [(3, 6_933)]
    left, stays = (found.items.get(award=one) for one in (award, staying))
    assert (left.old_fen, left.new_fen, left.total_fen) == (0, 0, 2 * 6_933)
    assert (stays.old_fen, stays.new_fen) == (26_667, 33_600)
    assert totals(found).monthly_fen == 6_933
    run = payments.paid_month(desk, APRIL)
    assert run.lines.get(award=award).amount_fen == 2 * 6_933
    award.refresh_from_db()
    assert award.components.filter(valid_until=None).count() == 0


def test_members_that_changed_in_march_count_from_march(desk, office, standard):
    award = aided()
    paid(desk, JANUARY, FEBRUARY)
    changed(award, 300_000, MARCH)  # one person with 3,000 a year: 133.33 → 168.00
    paid(desk, MARCH)
    new_standard()
    found = drafted(office)
    assert lines(found) == [(1, 26_667, 33_600), (2, 26_667, 33_600), (3, 13_333, 16_800)]
    assert "家里有变化" in RaiseLine.objects.get(month=MARCH).why
    done(office, found)
    assert back_pay(award) == [(1, 6_933), (2, 6_933), (3, 3_467)]
    assert payments.paid_month(desk, APRIL).lines.get().amount_fen == 16_800 + 17_333


def test_segments_do_not_double_a_month_that_is_entered_later(desk, office, standard):
    """The raise is known after April's cut-off: April is paid by what was known, once."""
    award = aided()
    paid(desk, JANUARY, FEBRUARY)
    changed(award, 300_000, MARCH)
    paid(desk, MARCH)
    new_standard()
    found = drafted(office, on=date(2027, 4, 6))
    work_on(approved(office, found, date(2027, 4, 6)), beijing(date(2027, 4, 6), 11))
    payments.paid_month(desk, APRIL)
    assert queries.award_balance(award, APRIL).paid == 13_333
    may = payments.paid_month(desk, date(2027, 5, 1))
    assert may.lines.get().amount_fen == 16_800 + 17_333 + 3_467


def test_what_stood_at_the_cut_off_is_one_part_at_a_time():
    early, late = beijing(JANUARY), beijing(MARCH)
    parts = [
        Part(1, "base:", 100, date(2026, 10, 1), JANUARY, early),
        Part(2, "base:", 80, FEBRUARY, FEBRUARY, early),
        Part(3, "base:", 120, JANUARY, FEBRUARY, late),
        Part(4, "base:", 90, FEBRUARY, None, late),
    ]
    known = as_known(parts, beijing(FEBRUARY))
    held = [[one.amount_fen for one in known if one.holds(m)] for m in (JANUARY, FEBRUARY, MARCH)]
    assert held == [[100], [80], [80]]


def test_the_current_amount_follows_from_the_next_month_on(desk, office, standard):
    award = aided(valid_from=MARCH)
    new_standard(from_on=APRIL)
    found = drafted(office, from_on=APRIL)
    assert lines(found) == []
    done(office, found)
    assert back_pay(award) == []
    march = payments.paid_month(desk, MARCH).lines.get().amount_fen
    assert (march, payments.paid_month(desk, APRIL).lines.get().amount_fen) == (26_667, 33_600)


def test_a_day_within_a_month_counts_from_the_next(desk, office, standard):
    aided()
    paid(desk)
    new_standard(from_on=date(2027, 1, 15))
    found = drafted(office, from_on=date(2027, 1, 15))
    assert [month for month, *_ in lines(found)] == [2, 3]


def test_less_is_listed_for_a_person_and_never_written(desk, office, standard):
    award = aided()
    paid(desk)
    new_standard(amount=400_000)
    found = drafted(office)
    item = found.items.get()
    assert (item.state, lines(found)) == (ItemState.PERSON, [])
    assert "比现在少" in item.why
    done(office, found)
    assert not back_pay(award)
    assert award.components.get().valid_until is None


def test_an_award_without_a_computation_is_for_a_person(office, standard):
    payments.bare_award(valid_from=JANUARY)
    new_standard()
    assert drafted(office).items.get().state == ItemState.PERSON


def test_a_suspended_award_is_paid_when_it_is_resumed(desk, office, standard):
    award = aided()
    paid(desk)
    award.state = "suspended"
    award.save()
    new_standard()
    assert done(office).items.get().state == ItemState.APPLIED
    assert not back_pay(award)


# --- once, by two persons ----------------------------------------------------------------------


def test_twice_pays_nothing_twice(desk, office, standard):
    award = aided()
    paid(desk)
    new_standard()
    found = done(office)
    work_on(found, beijing(DONE, 12))
    again = drafted(office, on=DONE)
    assert again.items.get().state == ItemState.SAME
    assert not lines(again)
    work_on(approved(office, again, DONE), beijing(DONE, 15))
    assert len(back_pay(award)) == 3
    assert payments.paid_month(desk, APRIL).lines.get().amount_fen == 33_600 + 20_799


def test_a_month_is_listed_once_for_each_cause(desk, office, standard):
    aided()
    paid(desk)
    new_standard()
    found = drafted(office)
    line = RaiseLine.objects.filter(item__of=found).first()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    with pytest.raises(Refusal, match="没有办结"):
        drafted(office)


def test_work_goes_on_where_it_stopped(desk, office, standard):
    first, second = aided(), aided(name="王秀兰")
    paid(desk)
    new_standard()
    found = approved(office, drafted(office))
    item = found.items.get(award=first)
    raises.carry_out(item=item, by=office.leader, at=beijing(DONE))
    assert len(back_pay(first)) == 3
    assert not back_pay(second)
    assert work_on_raises() == 1
    found.refresh_from_db()
    assert found.state == RaiseState.DONE
    assert len(back_pay(first)) == len(back_pay(second)) == 3


def test_four_eyes(office, standard):
    aided()
    new_standard()
    found = drafted(office)
    with pytest.raises(Forbidden):
        raises.approve_raise(found=found, by=office.reviewer, at=beijing(APPROVED))
    Raise.objects.filter(pk=found.pk).update(drafted_user_id=office.leader.user_id)
    with pytest.raises(Refusal, match="另一个人审批"):
        raises.approve_raise(found=found, by=office.leader, at=beijing(APPROVED))
    with pytest.raises(IntegrityError), transaction.atomic():
        Raise.objects.filter(pk=found.pk).update(approved_user_id=office.leader.user_id)


def test_own_kin_is_left_to_another_approver(desk, office, standard):
    award, other = aided(), aided(name="王秀兰")
    paid(desk)
    new_standard()
    found = drafted(office)
    kin.filed(office.leader, beijing(APPROVED, 8), award.holder)
    found = done(office, found)
    item = found.items.get(award=award)
    assert (item.state, back_pay(award), len(back_pay(other))) == (ItemState.KIN, [], 3)
    with pytest.raises(Forbidden):
        raises.pass_item(item=item, by=office.leader, at=beijing(DONE, 10))
    second = accounts.officer("county_leader")
    raises.pass_item(item=item, by=second, at=beijing(DONE, 11))
    assert len(back_pay(award)) == 3


def test_a_list_of_own_kin_alone_is_not_approved(office, standard):
    award = aided()
    new_standard()
    found = drafted(office)
    kin.filed(office.leader, beijing(APPROVED, 8), award.holder)
    with pytest.raises(Forbidden, match="另一位审批人"):
        approved(office, found)


def test_a_run_after_the_list_was_made_asks_to_compute_again(desk, office, standard):
    award = aided()
    paid(desk, JANUARY, FEBRUARY)
    new_standard()
    found = drafted(office, on=date(2027, 3, 5))
    RaiseItem.objects.update(computed_at=beijing(date(2027, 3, 5)))
    paid(desk, MARCH)
    with pytest.raises(Refusal, match="重新计算"):
        approved(office, found)
    found = raises.redo(found=found, by=office.reviewer, at=beijing(DRAFTED, 14))
    work_on(found, beijing(DRAFTED, 15))
    found.refresh_from_db()
    assert len(lines(found)) == 3
    done(office, found)
    assert len(back_pay(award)) == 3


def test_what_changed_after_the_approval_stays_as_it_is(desk, office, standard):
    award = aided()
    paid(desk)
    new_standard()
    found = approved(office, drafted(office))
    changed(award, 300_000, MARCH)
    work_on(found, beijing(DONE))
    item = found.items.get()
    assert (item.state, back_pay(award)) == (ItemState.STALE, [])
    assert JANUARY in [one.from_on for one in to_draft(office.reviewer, DONE)]
    again = done(office, drafted(office, on=DONE))
    assert again.items.get().state == ItemState.APPLIED
    assert back_pay(award)[:2] == [(1, 6_933), (2, 6_933)]
    assert JANUARY not in [one.from_on for one in to_draft(office.reviewer, DONE)]


def test_taken_back_it_may_be_drafted_again(office, standard):
    aided()
    new_standard()
    found = drafted(office)
    raises.cancel_raise(found=found, reason="日期写错", by=office.reviewer, at=beijing(DRAFTED, 12))
    assert drafted(office).state == RaiseState.READY
    with pytest.raises(Refusal, match="不能这样办理"):
        raises.approve_raise(
            found=Raise.objects.get(pk=found.pk), by=office.leader, at=beijing(APPROVED)
        )


# --- what waits --------------------------------------------------------------------------------


def test_checked_values_wait_until_they_are_taken_up(office, standard):
    aided()
    new_standard()
    value("payment.cut_off_day", 6, JANUARY, period="")  # no rule reads it
    waiting = [one for one in to_draft(office.reviewer, DRAFTED) if one.from_on == JANUARY]
    assert [(one.place.code, one.programme) for one in waiting] == [(accounts.DISTRICT, "dibao")]
    drafted(office)
    left = [one for one in to_draft(office.reviewer, DRAFTED) if one.from_on == JANUARY]
    assert left == []


def test_a_value_that_all_were_computed_with_does_not_wait(office, standard):
    """The old standard, in force and known before anybody was assessed: nothing to pay again."""
    aided()
    assert to_draft(office.reviewer, DRAFTED) == []
    new_standard()
    assert [one.from_on for one in to_draft(office.reviewer, DRAFTED)] == [JANUARY]


def test_a_value_that_was_known_before_it_held_waits(office, standard):
    value("dibao.standard.rural", 501_600, JANUARY, at=beijing(date(2026, 11, 1)))
    aided()
    assert [one.from_on for one in to_draft(office.reviewer, DRAFTED)] == [JANUARY]


def test_nothing_is_drafted_without_a_checked_value_or_by_another_office(office, standard):
    with pytest.raises(Refusal, match="新标准"):
        drafted(office, from_on=FEBRUARY)
    new_standard()
    stranger = accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Forbidden):
        raises.draft_raise(
            place=office.place, programme="dibao", from_on=JANUARY, by=stranger,
            at=beijing(DRAFTED),
        )  # fmt: skip


def test_the_list_is_exported_with_a_purpose_and_masked_names(desk, office, standard):
    aided()
    paid(desk)
    new_standard()
    found = drafted(office)
    with pytest.raises(Refusal, match="用途"):
        raises.export_raise(found=found, purpose=" ", by=office.reviewer, at=beijing(DRAFTED))
    text = raises.export_raise(
        found=found, purpose="报财政局", by=office.reviewer, at=beijing(DRAFTED)
    ).decode("utf-8-sig")
    assert "刘*英" in text
    assert "刘桂英" not in text
    assert "2027-01,266.67,336.00,69.33" in text
    assert "报财政局" in text
    stranger = accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Refusal):
        raises.export_raise(found=found, purpose="看看", by=stranger, at=beijing(DRAFTED))


def test_a_list_is_read_in_few_queries(desk, office, standard, django_assert_max_num_queries):
    for number in range(5):
        aided(name=f"周{'一二三四五'[number]}")
    new_standard()
    found = raises.draft_raise(
        place=office.place, programme="dibao", from_on=JANUARY, by=office.reviewer,
        at=beijing(DRAFTED),
    )  # fmt: skip
    awards = [item.award for item in found.items.select_related("award__decision__assessment")]
    with django_assert_max_num_queries(12):
        result = owed_by(awards, JANUARY, DRAFTED, Standards())
    assert len(result) == 5
