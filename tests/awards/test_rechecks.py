"""定期核查: opens by itself, is closed by a named officer, and being late takes nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client

from doudi.awards import queries
from doudi.awards.actions import rechecks
from doudi.awards.actions.awards import grant
from doudi.awards.models import Award, Recheck
from doudi.awards.queries.rechecks import is_coming, rechecks_for, standing, step_of, to_open
from doudi.awards.states import ChangeReason, ChangeState, RecheckOutcome, State
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.facts.actions import state
from doudi.messaging.models import Message
from tests.factories import accounts, awards, care, decisions

pytestmark = pytest.mark.django_db
DUE = date(2027, 9, 22)
CLOSED = beijing(date(2027, 9, 6), 10)


@pytest.fixture
def leader(db):
    return accounts.officer("town_leader")


def done(award: Award) -> Recheck:
    made = care.recheck(award)
    care.visited(award)
    care.checked(award)
    return made


def test_a_recheck_comes_up_thirty_days_before_its_day_and_once():
    _case, award = awards.granted()
    on = DUE - timedelta(days=30)
    assert award.recheck_on == DUE
    assert list(to_open(on - timedelta(days=1))) == []
    assert list(to_open(on)) == [award]
    assert is_coming(award, on)
    made = care.recheck(award)
    assert care.recheck(award) == made
    assert made.due_on == DUE
    assert list(to_open(on)) == []


def test_the_family_is_told_once_and_not_what_for():
    _case, award = awards.granted()
    care.recheck(award)
    care.recheck(award)
    told = Message.objects.filter(template="awards.recheck_due", address_kind="user")
    assert told.count() == 1
    assert told.get().values == {"month": "2027 年 9 月"}


def test_a_family_that_can_work_without_fixed_income_is_half_yearly():
    _case, decision = decisions.decided()
    stored = decision.assessment
    stored.case["members"][0] |= {"born_on": "1980-03-05", "employment": "farming"}
    stored.save()
    award = grant(decision=decision, by=awards.GRANTER, at=awards.GRANTED_AT)
    assert award.recheck_months == 6
    assert award.recheck_on == date(2027, 3, 22)


def test_a_village_granted_on_one_day_is_not_rechecked_in_one_month():
    days = [awards.granted()[1].recheck_on for _ in range(4)]
    assert len({day.replace(day=1) for day in days}) == 4
    assert max(days) == DUE


def test_closing_moves_the_day_on_and_renews_the_certificate(leader):
    _case, award = awards.granted()
    old = queries.certificate_of(award)
    made = done(award)
    closed = rechecks.close_unchanged(recheck=made, reason="和以前一样", by=leader, at=CLOSED)
    award.refresh_from_db()
    assert closed.outcome == RecheckOutcome.UNCHANGED
    assert closed.closed_by_id == leader.post_id
    assert award.recheck_on == date(2028, 9, 6)
    new = queries.certificate_of(award)
    assert new != old
    assert new.valid_until == award.recheck_on
    assert new.number == f"{old.number}-2"
    old.refresh_from_db()
    assert old.revoked_at == CLOSED
    assert not queries.check(old.code, CLOSED.date()).holds
    assert queries.check(new.code, CLOSED.date()).holds


def test_it_is_not_closed_without_a_visit_and_a_report(leader):
    _case, award = awards.granted()
    made = care.recheck(award)
    care.visited(award, care.OPENED - timedelta(days=30))  # before the recheck was opened
    with pytest.raises(Refusal, match="还没有完成入户"):
        rechecks.close_unchanged(recheck=made, reason="一样", by=leader, at=CLOSED)
    care.visited(award)
    with pytest.raises(Refusal, match="核对报告还没有出具"):
        rechecks.close_unchanged(recheck=made, reason="一样", by=leader, at=CLOSED)
    with pytest.raises(Refusal, match="情况"):
        rechecks.close_unchanged(
            recheck=made, reason=" ", without_check="授权书在补签", by=leader, at=CLOSED
        )
    closed = rechecks.close_unchanged(
        recheck=made, reason="一样", without_check="授权书在补签", by=leader, at=CLOSED
    )
    assert closed.note == "一样 未等核对报告：授权书在补签"
    with pytest.raises(Refusal, match="已经办结"):
        rechecks.close_unchanged(recheck=made, reason="一样", by=leader, at=CLOSED)


def test_only_the_towns_leader_who_did_not_visit_closes_it():
    _case, award = awards.granted()
    made = done(award)
    for duty in ("town_acceptor", "county_leader", "town_investigator"):
        with pytest.raises(Forbidden):
            rechecks.close_unchanged(
                recheck=made, reason="一样", by=accounts.officer(duty), at=CLOSED
            )
    elsewhere = accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Forbidden):
        rechecks.close_unchanged(recheck=made, reason="一样", by=elsewhere, at=CLOSED)
    visitor = standing(made).visit.plan.first.user
    same = accounts.officer("town_leader", holder=visitor)
    with pytest.raises(Refusal, match="另一位"):
        rechecks.close_unchanged(recheck=made, reason="一样", by=same, at=CLOSED)


def test_what_it_finds_becomes_a_change_that_a_person_decides(leader):
    _case, award = awards.granted()
    made = care.recheck(award)
    change = rechecks.open_change(recheck=made, text="儿子回来同住", by=leader, at=CLOSED)
    assert (change.reason, change.state) == (ChangeReason.RECHECK, ChangeState.OPEN)
    assert change.source_key == f"recheck:{made.pk}"
    award.refresh_from_db()
    assert award.state == State.ACTIVE
    assert queries.panel(award, DUE).amount_fen == award.decision.amount_fen
    made.refresh_from_db()
    assert (made.outcome, made.change) == (RecheckOutcome.CHANGE, change)


def test_new_facts_change_the_class_at_the_recheck(leader):
    case, award = awards.granted()
    case.person.born_on = date(1985, 3, 5)
    case.person.save()
    state(
        household=award.household, attribute="person.employment", person=case.person,
        value="job_seeking", source_kind="visit", source="入户核实", as_of=care.VISITED,
        by=leader, at=beijing(care.VISITED, 15),
    )  # fmt: skip
    rechecks.close_unchanged(recheck=done(award), reason="一样", by=leader, at=CLOSED)
    award.refresh_from_db()
    assert award.recheck_months == 6
    assert award.recheck_on == date(2028, 3, 6)


@pytest.mark.parametrize("days", [1, 40, 400, 4000])
def test_no_lapse_of_a_recheck_changes_award_or_sum(days):
    _case, award = awards.granted()
    made = care.recheck(award)
    on = DUE + timedelta(days=days)
    before = queries.panel(award, award.valid_from).amount_fen
    award.refresh_from_db()
    assert (award.state, award.valid_until) == (State.ACTIVE, None)
    assert queries.panel(award, on).amount_fen == before
    assert queries.check(award.certificates.get().code, on).holds, "the office is late, not they"
    for duty in ("town_leader", "county_leader"):
        assert list(rechecks_for(accounts.officer(duty), on, late=True)) == [made]


def test_an_ended_award_needs_no_recheck():
    _case, award = awards.granted()
    care.recheck(award)
    award.state, award.valid_until = State.ENDED, date(2027, 9, 1)
    award.save()
    assert not rechecks_for(accounts.officer("town_leader"), DUE).exists()
    assert not to_open(DUE).exists()


def test_the_list_says_what_it_waits_for():
    _case, award = awards.granted()
    care.recheck(award)
    by = accounts.officer("town_acceptor")

    def word() -> str:
        return step_of(rechecks_for(by, DUE).get())[0]

    assert word() == "待安排入户"
    care.visited(award)
    assert word() == "待发起核对"
    care.checked(award)
    assert word() == "可以办结"


def test_pages(client: Client, monkeypatch, leader):
    monkeypatch.setattr(clock, "now", lambda: beijing(DUE + timedelta(days=3)))
    _case, award = awards.granted()
    made = done(award)
    accounts.sign_in(client, leader)
    page = client.get("/desk/").content.decode()
    assert "逾期核查" in page
    assert "刘桂英" in client.get("/desk/awards/rechecks/late/").content.decode()
    one = client.get(f"/desk/awards/rechecks/{made.pk}/").content.decode()
    assert "已过 3 天" in one
    refused = client.post(f"/desk/awards/rechecks/{made.pk}/unchanged/", {"reason": ""})
    assert refused.status_code == 422
    answer = client.post(f"/desk/awards/rechecks/{made.pk}/unchanged/", {"reason": "和以前一样"})
    assert answer.status_code == 302
    assert "和以前一样" in client.get(f"/desk/awards/rechecks/{made.pk}/").content.decode()
    accounts.sign_in(client, accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE))
    assert client.get(f"/desk/awards/rechecks/{made.pk}/").status_code == 404


def test_the_familys_page(client: Client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: beijing(DUE + timedelta(days=3)))
    case, award = awards.granted()
    care.recheck(award)
    accounts.sign_in(client, case.citizen)
    page = client.get(f"/awards/{award.key}/rechecks/").content.decode()
    assert "2027 年 9 月 前" in page
    accounts.sign_in(client, accounts.citizen(1))
    assert client.get(f"/awards/{award.key}/rechecks/").status_code == 404
