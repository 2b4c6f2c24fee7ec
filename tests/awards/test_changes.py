"""A change of an award from the report to the new parts, and what may never happen on the way."""

import inspect
from datetime import date

import pytest

from doudi.awards import queries
from doudi.awards.actions import applying
from doudi.awards.actions import changes as actions
from doudi.awards.actions.changing import move, open_exit_end
from doudi.awards.queries import changes
from doudi.awards.states import ChangeState, State
from doudi.awards.tasks import handle
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions import actions as decisions_actions
from doudi.decisions.actions import matters
from doudi.decisions.models import Letter
from doudi.decisions.queries.matter_letters import letter_words
from doudi.decisions.states import HearingWay, Outcome
from tests.factories import accounts
from tests.factories import changes as made
from tests.factories.trail import deliver

OCT, NOV, DEC = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return made.family()


def parts(award, month):
    found = queries.components_in(month).filter(award=award)
    return [(one.kind, one.person_id, one.amount_fen) for one in found]


def more_income(home, fen=200_000):
    change = made.confirmed(home, made.reported(home, "income"))
    made.earns(home, fen, change=change)
    return made.assessed(home, change)


def test_more_income_is_less_aid_from_the_month_after_the_decision(home):
    before = changes.amount_in(home.award, NOV)
    change = made.applied(home, more_income(home))
    assert change.state == ChangeState.APPLIED
    assert change.decision.outcome == Outcome.REDUCED
    assert change.counts_from == DEC
    assert changes.amount_in(home.award, OCT) == changes.amount_in(home.award, NOV) == before
    assert changes.amount_in(home.award, DEC) == change.decision.amount_fen < before
    words = letter_words(Letter.objects.get(decision=change.decision))
    assert "减少到每月" in words["statement"]
    assert "自 2026 年 12 月起" in words["statement"]
    assert words["reasons"]
    assert "没有意见。" in words["heard"][0]
    assert words["review_days"] == 60
    assert words["review_body"]
    assert changes.overpaid_from(change) is None


def test_nothing_is_written_twice(home):
    change = made.applied(home, more_income(home))
    rows = list(home.award.components.values_list("pk", "valid_from", "valid_until"))
    deliver(handle)
    assert rows == list(home.award.components.values_list("pk", "valid_from", "valid_until"))
    assert change.award.components.count() == len(rows)


def test_invariant_7_no_less_without_a_hearing(home):
    change = more_income(home)
    with pytest.raises(Refusal, match="听取意见"):
        made.proposed(home, change)
    made.heard(home, change, way=HearingWay.NOT_REACHED)
    with pytest.raises(Refusal, match="听取意见"):
        made.proposed(home, change)
    made.heard(home, change, on=date(2026, 11, 19), way=HearingWay.NOT_REACHED)
    assert made.proposed(home, change, on=date(2026, 11, 19)).outcome == Outcome.REDUCED


def test_a_hearing_before_the_amount_was_known_does_not_count(home):
    change = made.confirmed(home, made.reported(home, "income"))
    made.heard(home, change, on=date(2026, 11, 12))
    made.earns(home, 200_000, change=change)
    change = made.assessed(home, change)
    with pytest.raises(Refusal, match="听取意见"):
        made.proposed(home, change)


def test_invariant_1_only_a_named_person_lowers_holds_and_ends():
    for action in (actions.propose, matters.propose_matter, matters.hear, decisions_actions.decide):
        assert inspect.signature(action).parameters["by"].annotation is Officer, action


def test_another_than_the_proposer_decides(home):
    change = more_income(home)
    made.heard(home, change)
    decision = made.proposed(home, change)
    with pytest.raises(Forbidden):
        decisions_actions.decide(
            decision=decision, by=home.case.reviewer, at=beijing(made.DECIDED, 16)
        )


def test_a_returned_proposal_opens_the_change_again(home):
    change = more_income(home)
    made.heard(home, change)
    decision = made.proposed(home, change)
    decisions_actions.return_proposal(
        decision=decision, reason="请再核实。", by=home.case.decider, at=beijing(made.DECIDED, 16)
    )
    deliver(handle)
    change.refresh_from_db()
    assert change.state == ChangeState.OPEN
    assert change.decision is None
    assert made.applied(home, change).state == ChangeState.APPLIED


def test_more_counts_from_the_month_after_it_was_reported_even_when_decided_late(home):
    late = date(2027, 1, 20)
    change = made.confirmed(home, made.reported(home, "income"))
    actions.state_found(
        change=change, attribute="income.transfer", person=home.case.person,
        value={"code": "pension", "amount_fen": 0}, source="社保", as_of=made.REPORTED,
        by=home.case.leader, at=beijing(made.REPORTED, 11),
    )  # fmt: skip
    change = made.assessed(home, change, late)
    assert change.assessment.on == DEC
    before = changes.amount_in(home.award, NOV)
    change = made.applied(home, change, on=late)
    assert change.decision.outcome == Outcome.RAISED
    assert change.counts_from == DEC
    assert changes.amount_in(home.award, NOV) == before
    assert changes.amount_in(home.award, DEC) > before


def test_less_known_late_shows_from_when_too_much_was_paid(home):
    change = made.confirmed(home, made.reported(home, "income"), event_on=date(2026, 9, 28))
    made.earns(home, 200_000, change=change)
    change = made.applied(home, made.assessed(home, change))
    assert change.counts_from == DEC
    assert changes.overpaid_from(change) == OCT


def test_a_death_without_his_income_raises_the_gap_of_those_who_stay(home):
    change = made.reported(home, "death", person=home.husband)
    change = made.confirmed(home, change, event_on=date(2026, 11, 6))
    assert changes.death_limit(change) == date(2027, 2, 6)
    change = made.applied(home, made.assessed(home, change))
    assert change.assessment.result["people"] == 1
    living = {one.person_id for one in queries.beneficiaries(home.award, DEC)}
    assert living == {home.case.person.pk}
    assert {one.person_id for one in queries.beneficiaries(home.award, NOV)} == {
        home.case.person.pk, home.husband.pk,
    }  # fmt: skip
    assert home.award.changes.count() == 1  # the journal's death is the same change


def test_the_death_of_the_head_leaves_a_family_that_can_be_computed(home):
    change = made.reported(home, "death", person=home.case.person)
    change = made.confirmed(home, change, event_on=date(2026, 11, 6))
    change = made.assessed(home, change)
    # the head's pension is gone with the head: the gap of who is left rises by the head
    (only,) = change.assessment.case["members"]
    assert only["relation"] == "self"
    matters.hear(
        matter=changes.matter_of(change), household=home.award.household, heard=home.husband,
        way=HearingWay.PHONE, held_on=made.DECIDED, told="会变。", said="知道了。",
        by=home.case.leader, at=beijing(made.DECIDED, 10),
    )  # fmt: skip
    change = made.applied(home, change, hear=False)
    assert home.award.holder == home.husband


def test_the_last_ones_death_ends_the_award_and_nobody_is_heard(home):
    first = made.reported(home, "death", person=home.husband)
    made.confirmed(home, first, event_on=date(2026, 11, 5))
    change = made.reported(home, "death", person=home.case.person)
    change = made.confirmed(home, change, event_on=date(2026, 11, 6))
    assert changes.outcomes_of(change, made.DECIDED)[0] == Outcome.ENDED
    change = made.applied(home, change, hear=False)
    assert change.decision.outcome == Outcome.ENDED
    assert home.award.valid_until == DEC
    assert changes.amount_in(home.award, DEC) == 0 < changes.amount_in(home.award, NOV)
    assert home.award.state == State.ACTIVE  # until December begins
    (due,) = changes.due_turns(DEC)
    applying.turn(change=due, by=made.awards.GRANTER, at=beijing(DEC))
    home.award.refresh_from_db()
    assert home.award.state == State.ENDED


def test_a_hold_begins_and_ends_with_a_month(home):
    change = made.confirmed(home, made.reported(home, "missing", person=home.husband))
    change = made.applied(home, change, Outcome.SUSPENDED)
    assert home.award.state == State.ACTIVE
    for due in changes.due_turns(DEC):
        applying.turn(change=due, by=made.awards.GRANTER, at=beijing(DEC))
    home.award.refresh_from_db()
    assert home.award.state == State.SUSPENDED
    back = date(2026, 12, 10)
    again = made.reported(home, "own_request", on=back)
    again = made.confirmed(home, again, event_on=back, at=beijing(back, 10))
    again = made.applied(home, again, Outcome.RESUMED, on=back)
    assert again.counts_from == date(2027, 1, 1)
    for due in changes.due_turns(date(2027, 1, 1)):
        applying.turn(change=due, by=made.awards.GRANTER, at=beijing(date(2027, 1, 1)))
    home.award.refresh_from_db()
    assert home.award.state == State.ACTIVE


def test_three_refused_jobs_cost_only_the_own_share(home):
    change = made.confirmed(home, made.reported(home, "job_refused", person=home.husband))
    change = made.assessed(home, change)
    rows = {one["id"]: one for one in change.assessment.result["members"]}
    own = rows[f"p{home.husband.pk}"]
    before = changes.amount_in(home.award, NOV)
    change = made.applied(home, change)
    assert changes.amount_in(home.award, DEC) == before - own["share_fen"] - own["extra_fen"]
    kept = [one for one in parts(home.award, DEC) if one[1] == home.case.person.pk]
    assert kept == [one for one in parts(home.award, NOV) if one[1] == home.case.person.pk]


def test_work_over_the_line_is_a_gradual_exit_at_the_old_amount_and_ends_by_a_person(home):
    before = parts(home.award, NOV)
    change = made.confirmed(home, made.reported(home, "employment", person=home.husband))
    made.earns(home, 1_000_000, change=change, person=home.husband)
    change = made.assessed(home, change)
    assert change.assessment.programme == changes.GRADUAL, change.assessment.result["criteria"]
    change = made.applied(home, change)
    assert change.decision.outcome == Outcome.UNCHANGED
    assert parts(home.award, DEC) == before
    exit_ = changes.gradual_exit_of(home.award)
    assert (exit_.since, exit_.due_from) == (DEC, date(2027, 6, 1))
    assert changes.exits_due(date(2027, 4, 30)) == []
    (due,) = changes.exits_due(date(2027, 5, 2))
    on = date(2027, 5, 20)
    end = open_exit_end(exit_=due, by=made.awards.GRANTER, at=beijing(date(2027, 5, 2)))
    again = open_exit_end(exit_=due, by=made.awards.GRANTER, at=beijing(date(2027, 5, 3)))
    assert end.pk == again.pk
    end = made.confirmed(home, end, event_on=date(2027, 6, 1), at=beijing(on, 8))
    end = made.assessed(home, end, on)
    assert parts(home.award, date(2028, 1, 1)) == before  # nothing ends by itself
    assert end.assessment.verdict == "not_met"
    with pytest.raises(Refusal, match="听取意见"):
        made.proposed(home, end, on=on)
    end = made.applied(home, end, on=on)
    assert end.decision.outcome == Outcome.ENDED
    assert home.award.valid_until == date(2027, 6, 1)


def test_property_is_no_gradual_exit(home):
    change = made.confirmed(home, made.reported(home, "property"))
    actions.state_found(
        change=change, attribute="asset.vehicle", person=home.case.person,
        value={"code": "car", "amount_fen": 9_000_000}, source="公安", as_of=made.REPORTED,
        by=home.case.leader, at=beijing(made.REPORTED, 11),
    )  # fmt: skip
    change = made.assessed(home, change)
    assert change.assessment.programme == "dibao"
    assert changes.outcomes_of(change, made.DECIDED)[0] == Outcome.ENDED


def test_a_move_pays_from_the_new_place_the_month_after(home):
    other = accounts.place(accounts.CHANGZHOU_VILLAGE)
    accounts.office_of_duty("town_decider", other.code)
    old = home.award.place
    change = move(
        award=home.award, to_place=other, moved_on=date(2026, 11, 8), registration="rural",
        by=home.case.leader, at=beijing(made.REPORTED, 9),
    )  # fmt: skip
    home.award.refresh_from_db()
    rows = [(p.place, p.valid_from, p.valid_until) for p in home.award.places.order_by("pk")]
    assert rows == [(old, OCT, DEC), (other, DEC, None)]
    assert home.award.place == other
    theirs = accounts.officer("town_leader", other.code)
    assert [one.pk for one in changes.waiting_for(theirs, made.REPORTED)] == [change.pk]
    assert not changes.waiting_for(home.case.leader, made.REPORTED).exists()


def test_the_family_reports_and_says_its_view_in_the_app(home):
    change = actions.report(
        award=home.award, reason="employment", text="找到工作了", by=home.case.citizen,
        at=beijing(made.REPORTED, 9),
    )  # fmt: skip
    assert change.source == "family"
    assert change.told_by_post is None
    with pytest.raises(Refusal, match="发生了什么变化"):
        actions.report(
            award=home.award, reason="fraud", by=home.case.citizen, at=beijing(made.REPORTED, 9)
        )
    with pytest.raises(Refusal, match="还不用"):
        actions.say_view(
            change=change, said="好", by=home.case.citizen, at=beijing(made.DECIDED, 9)
        )
    change = made.confirmed(home, change)
    made.earns(home, 200_000, change=change)
    change = made.assessed(home, change)
    told = changes.told_words(change, made.DECIDED)
    actions.ask_view(change=change, told=told, by=home.case.leader, at=beijing(made.DECIDED, 9))
    heard = actions.say_view(
        change=change, said="工资不稳定。", by=home.case.citizen, at=beijing(made.DECIDED, 10)
    )
    assert (heard.way, heard.told, heard.heard) == ("in_app", told, home.case.person)
    assert made.applied(home, change, hear=False).decision.outcome == Outcome.REDUCED


def test_closed_with_a_reason_changes_nothing(home):
    change = made.reported(home, "illness")
    with pytest.raises(Refusal, match="为什么"):
        actions.close(change=change, reason=" ", by=home.case.leader, at=beijing(made.DECIDED))
    change = actions.close(
        change=change, reason="病已经好了。", by=home.case.leader, at=beijing(made.DECIDED)
    )
    assert change.state == ChangeState.CLOSED
    with pytest.raises(Refusal, match="已经办结"):
        made.confirmed(home, change)
