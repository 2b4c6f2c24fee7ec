"""Offered jobs: noted by the town, judged by a leader, and never more than a proposal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from doudi.awards import queries
from doudi.awards.actions import offers
from doudi.awards.models import Award, Change, JobOffer
from doudi.awards.queries.offers import by_person, to_judge
from doudi.awards.states import ChangeReason, ChangeState, State
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from tests.factories import accounts, awards, care, people

pytestmark = pytest.mark.django_db
AT = beijing(date(2026, 10, 30), 9)


@pytest.fixture
def award(db) -> Award:
    return awards.granted()[1]


@pytest.fixture
def leader(db):
    return accounts.officer("town_leader")


def propose(award: Award, leader) -> Change:
    return offers.propose_change(award=award, person=award.holder, by=leader, at=AT)


def test_three_unjustified_refusals_may_be_proposed_and_take_nothing(award, leader):
    for number in (1, 2, 3):
        care.offer(award, number, good=False, judge=leader)
    assert not Change.objects.exists(), "nothing happens by itself"
    change = propose(award, leader)
    assert (change.reason, change.state) == (ChangeReason.JOB_REFUSED, ChangeState.OPEN)
    assert change.person == award.holder
    assert propose(award, leader) == change
    award.refresh_from_db()
    assert award.state == State.ACTIVE
    assert queries.panel(award, AT.date()).amount_fen == award.decision.amount_fen


@pytest.mark.parametrize("second", [True, None])
def test_a_good_reason_or_an_open_one_breaks_the_row(award, leader, second):
    for number, good in ((1, False), (2, second), (3, False)):
        care.offer(award, number, good=good, judge=leader)
    with pytest.raises(Refusal, match="没有连续三次"):
        propose(award, leader)


def test_refusals_of_two_people_are_two_rows(award, leader):
    husband = award.beneficiaries.exclude(person=award.holder).get().person
    care.offer(award, 1, good=False)
    care.offer(award, 2, good=False)
    care.offer(award, 3, good=False, person=husband)
    with pytest.raises(Refusal):
        propose(award, leader)
    assert [len(one.offers) for one in by_person(award)] == [1, 2]


def test_what_cannot_be_noted(award):
    keeper = accounts.officer("town_acceptor")
    good = {
        "person": award.holder, "offered_on": date(2026, 10, 1), "offer": "保洁员",
        "record_number": "JY1", "answer": "refused", "reason": "要照看孙子",
    }  # fmt: skip
    faults = [
        ({"person": people.person("赵敏")}, "满 16 岁"),
        ({"offered_on": date(2026, 11, 1)}, "不能晚于今天"),
        ({"answer": "perhaps"}, "答复"),
        ({"reason": ""}, "理由"),
    ]
    for fault, words in faults:
        with pytest.raises(Refusal, match=words):
            offers.note_offer(award=award, **{**good, **fault}, by=keeper, at=AT)
    offers.note_offer(award=award, **good, by=keeper, at=AT)
    with pytest.raises(Refusal, match="已经登记"):
        offers.note_offer(award=award, **good, by=keeper, at=AT)
    with pytest.raises(Forbidden):
        offers.note_offer(award=award, **good, by=accounts.officer("village_intake"), at=AT)


def test_the_database_keeps_one_row_for_one_number(award):
    made = care.offer(award, 1)
    made.pk = None
    with pytest.raises(IntegrityError, match="job_offer_once"), transaction.atomic():
        made.save(force_insert=True)


def test_only_another_leader_judges_and_says_why(award, leader):
    made = care.offer(award, 1)
    assert list(to_judge(leader, AT.date())) == [made]
    noter = accounts.officer("town_leader", holder=made.noted_by.user)
    with pytest.raises(Refusal, match="另一位"):
        offers.judge_reason(offer=made, good=True, why="", by=noter, at=AT)
    keeper = accounts.officer("town_acceptor")
    with pytest.raises(Forbidden):
        offers.judge_reason(offer=made, good=True, why="", by=keeper, at=AT)
    with pytest.raises(Refusal, match="依据"):
        offers.judge_reason(offer=made, good=False, why=" ", by=leader, at=AT)
    offers.judge_reason(offer=made, good=True, why="", by=leader, at=AT)
    with pytest.raises(Refusal, match="已经认定"):
        offers.judge_reason(offer=made, good=False, why="改了", by=leader, at=AT)
    assert not to_judge(leader, AT.date()).exists()


def test_pages(client: Client, award, leader, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    address = f"/desk/awards/offers/of/{award.key}/"
    assert "登记一次工作介绍" in client.get(address).content.decode()
    data = {
        "person": award.holder_id, "offered_on": "2026-10-01", "offer": "保洁员",
        "record_number": "JY1", "answer": "refused", "reason": "腰疼",
    }  # fmt: skip
    assert client.post(address, {**data, "offer": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    made = JobOffer.objects.get()
    accounts.sign_in(client, leader)
    assert "腰疼" in client.get("/desk/awards/offers/").content.decode()
    judge = f"/desk/awards/offers/{made.pk}/judge/"
    assert client.post(judge, {}).status_code == 422
    assert client.post(judge, {"good": "0", "why": "有体检合格表"}).status_code == 302
    for number in (2, 3):
        care.offer(award, number, good=False, judge=leader)
    page = client.get(address).content.decode()
    assert "连续三次无正当理由拒绝" in page
    assert client.post(f"{address}{award.holder_id}/propose/").status_code == 302
    assert "已提出变更" in client.get(address).content.decode()
    accounts.sign_in(client, accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE))
    assert client.get(address).status_code == 404
