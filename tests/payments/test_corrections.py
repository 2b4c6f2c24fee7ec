"""Months that were entered are never edited: back-pay, corrections, claims, moves, the cut-off."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.models import Office
from doudi.awards.models import AwardPlace
from doudi.awards.states import State
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.refusals import Refusal
from doudi.payments import queries
from doudi.payments.actions import runs
from doudi.payments.actions.corrections import correct
from doudi.payments.actions.entitlements import enter
from doudi.payments.models import Entitlement, RecoveryClaim
from doudi.payments.states import LineState, RunState
from tests.factories import accounts, awards, payments

pytestmark = pytest.mark.django_db
JANUARY, MARCH, APRIL = date(2027, 1, 1), date(2027, 3, 1), date(2027, 4, 1)
OCTOBER, NOVEMBER = payments.MONTH, date(2026, 11, 1)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


def balances(award, *months: date) -> list:
    found = [queries.award_balance(award, month) for month in months]
    assert all(one.conserved for one in found)
    return found


def test_vector_5_a_raise_known_in_april_is_paid_back_month_by_month(desk):
    award = payments.bare_award(26_667, valid_from=JANUARY)
    for month in (JANUARY, date(2027, 2, 1), MARCH):
        payments.paid_month(desk, month)
    payments.changed(award, 33_600, JANUARY, at=beijing(date(2027, 3, 20)))
    rows = Entitlement.objects.filter(award=award, reason="back_pay").order_by("month")
    assert [(row.month.month, row.amount_fen) for row in rows] == [
        (1, 6_933),
        (2, 6_933),
        (3, 6_933),
    ]
    assert sum(row.amount_fen for row in rows) == 20_799
    assert correct(award=award, by=System("payments.pick_up"), at=payments.SETTLED) == 0
    run = payments.paid_month(desk, APRIL)
    assert run.lines.get().amount_fen == 33_600 + 20_799
    assert [one.paid for one in balances(award, JANUARY, MARCH, APRIL)] == [33_600] * 3


def test_less_for_a_month_that_was_paid_is_a_claim_and_no_deduction(desk):
    award = payments.bare_award(50_000)
    payments.paid_month(desk, OCTOBER)
    payments.changed(award, 30_000, OCTOBER)
    claim = RecoveryClaim.objects.get()
    assert (claim.amount_fen, claim.state) == (20_000, "proposed")
    assert [one.month for one in claim.months.all()] == [OCTOBER]
    correct(award=award, by=System("payments.pick_up"), at=payments.SETTLED)
    assert RecoveryClaim.objects.count() == 1
    assert payments.paid_month(desk, NOVEMBER).lines.get().amount_fen == 30_000
    october, november = balances(award, OCTOBER, NOVEMBER)
    assert (october.entitled, october.paid) == (50_000, 50_000)
    assert (november.entitled, november.paid) == (30_000, 30_000)


def test_less_for_money_that_waits_corrects_what_waits(desk):
    award = payments.bare_award(50_000)
    run = payments.sent(desk)
    failed = payments.answer([payments.row(run.lines.get(), "失败", "账号错")])
    payments.settled(desk, run, failed)
    payments.changed(award, 30_000, OCTOBER)
    assert not RecoveryClaim.objects.exists()
    assert payments.paid_month(desk, NOVEMBER).lines.get().amount_fen == 60_000
    assert [one.paid for one in balances(award, OCTOBER, NOVEMBER)] == [30_000] * 2


def test_an_award_that_ended_before_a_paid_month_is_a_claim(desk):
    award = payments.bare_award(50_000)
    payments.paid_month(desk, OCTOBER)
    payments.paid_month(desk, NOVEMBER)
    award.state, award.valid_until = State.ENDED, NOVEMBER
    award.save()
    correct(award=award, by=System("payments.pick_up"), at=payments.SETTLED)
    assert [one.month for one in RecoveryClaim.objects.get().months.all()] == [NOVEMBER]


def test_an_ended_award_whose_line_is_still_a_draft_stops_the_approval(desk):
    award = payments.bare_award(50_000)
    run = payments.drafted(desk, NOVEMBER)
    award.state, award.valid_until = State.ENDED, NOVEMBER
    award.save()
    run = runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    assert run.state == RunState.DRAFT
    assert run.lines.get().findings.get().kind == "stopped"


def test_what_is_known_after_the_cut_off_follows_with_the_next_run(desk):
    payments.bare_award(50_000)
    late = payments.bare_award(40_000, name="王秀兰", known_at=beijing(date(2026, 10, 7), 10))
    run = payments.paid_month(desk, OCTOBER)
    assert run.cut_off_at == beijing(date(2026, 10, 6), 0)
    assert {line.award_id for line in run.lines.all()}.isdisjoint({late.pk})
    following = payments.paid_month(desk, NOVEMBER)
    assert following.lines.get(award=late).amount_fen == 80_000


def test_a_change_after_the_cut_off_leaves_the_month_as_it_was(desk):
    award = payments.bare_award(50_000, valid_from=date(2026, 9, 1))
    payments.changed(award, 70_000, OCTOBER, at=beijing(date(2026, 10, 7)))
    assert payments.paid_month(desk, OCTOBER).lines.get().amount_fen == 50_000 * 2
    assert payments.paid_month(desk, NOVEMBER).lines.get().amount_fen == 90_000
    assert [one.paid for one in balances(award, OCTOBER, NOVEMBER)] == [70_000] * 2


def move(award, place, month: date) -> None:
    old = award.places.get()
    old.valid_until = month
    old.save()
    office = Office.objects.get(pk=award.office_id)
    AwardPlace.objects.create(award=award, place=place, office=office, valid_from=month)
    award.place = place
    award.save()


@pytest.mark.parametrize("new_first", [False, True])
def test_a_move_leaves_no_gap_and_pays_nothing_twice(desk, new_first):
    award = payments.bare_award(50_000)
    move(award, accounts.place(accounts.CHANGZHOU_VILLAGE), NOVEMBER)
    theirs = payments.Desk(
        accounts.officer("finance_drafter", accounts.CHANGZHOU_VILLAGE),
        accounts.officer("finance_approver", accounts.CHANGZHOU_VILLAGE),
        accounts.place(accounts.CHANGZHOU_VILLAGE),
    )
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.paid_month(theirs, OCTOBER)
    pays = (
        [(theirs, NOVEMBER), (desk, NOVEMBER)]
        if new_first
        else [(desk, OCTOBER), (theirs, NOVEMBER)]
    )
    for who, month in pays:
        assert payments.paid_month(who, month).lines.get().amount_fen == 50_000
    assert [one.paid for one in balances(award, OCTOBER, NOVEMBER)] == [50_000] * 2
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.paid_month(desk, date(2026, 12, 1))


def count_queries(desk, month: date) -> int:
    with CaptureQueriesContext(connection) as caught:
        enter(
            month=month, programme="dibao", codes=(desk.place.code,), by=desk.drafter,
            at=payments.DRAFTED, known=beijing(date(2027, 1, 1)),
        )  # fmt: skip
    return len(caught)


def test_entering_asks_as_often_for_one_award_as_for_many(desk):
    first = payments.bare_award(50_000)
    count_queries(desk, OCTOBER)
    awards.more_like(first)
    few = count_queries(desk, NOVEMBER)
    for _ in range(30):
        awards.more_like(first)
    assert count_queries(desk, date(2026, 12, 1)) <= few
    assert Entitlement.objects.filter(month=date(2026, 12, 1)).count() == 32


def test_nothing_is_set_aside_by_a_late_recheck(desk):
    award = payments.bare_award(50_000)
    award.recheck_on = date(2026, 1, 1)
    award.save()
    assert payments.drafted(desk).lines.get().state == LineState.READY


def test_a_line_shows_who_pays_its_month_not_where_the_family_lives_now(desk):
    award = payments.bare_award(50_000)
    old, new = award.place, accounts.place("430902106200")
    move(award, new, NOVEMBER)
    shown = [
        queries.line_rows(payments.paid_month(desk, month)).get().place_name
        for month in (OCTOBER, NOVEMBER, date(2026, 12, 1))
    ]
    assert shown == [old.name, new.name, new.name]
    assert old.name != new.name


def test_a_late_month_of_the_old_place_is_shown_as_its_own(desk):
    award = payments.bare_award(50_000)
    old = award.place
    move(award, accounts.place(accounts.CHANGZHOU_VILLAGE), NOVEMBER)
    run = runs.draft(
        month=NOVEMBER, programme="dibao", place=desk.place, by=desk.drafter,
        at=beijing(date(2026, 11, 9)),
    )  # fmt: skip
    assert queries.line_rows(run).get().place_name == old.name
