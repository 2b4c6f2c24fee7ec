"""A case shows each reader what the duty needs: the village no bank balances, the verifier no
answers at the door."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from doudi.awards.actions import offers
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.visits.models import Visit
from tests.factories import accounts, awards, care, decisions

pytestmark = pytest.mark.django_db
REFUSED = beijing(date(2026, 10, 30), 9)
SHEET, DOOR, RESULT, FINDING = "初步测算", "入户日期", "意见和决定", "邻里说他病了"


@pytest.fixture
def read():
    case, _decision = decisions.decided()
    Visit.objects.update(finding=FINDING)
    address = reverse("desk_case", args=[case.request.application.key])

    def page(duty: str) -> str:
        client = Client()
        accounts.sign_in(client, accounts.officer(duty))
        return str(client.get(address).content.decode())

    return page


def test_who_works_on_it_reads_all(read) -> None:
    for duty in ("town_leader", "county_reviewer"):
        html = read(duty)
        assert all(word in html for word in (SHEET, "公积金", DOOR, RESULT, FINDING)), duty


def test_the_village_reads_what_came_of_it_and_not_how(read) -> None:
    html = read("village_intake")
    assert RESULT in html
    assert "救确" in html
    for word in (SHEET, "认定条件", "公积金", "银行", DOOR, FINDING):
        assert word not in html, word


def test_the_verifier_reads_the_check_alone(read) -> None:
    html = read("verifier")
    assert "公积金" in html
    for word in (SHEET, DOOR, RESULT, "救确", "建议纳入", FINDING):
        assert word not in html, word


def test_everybody_sees_how_far_it_is(read) -> None:
    for duty in ("village_intake", "verifier", "town_leader"):
        html = read(duty)
        assert "办理进度" in html
        assert "安排入户" in html
        assert "入户核实" in html


@pytest.fixture
def award(monkeypatch):
    """With three refused jobs, each with its reason, and the change that followed."""
    monkeypatch.setattr(clock, "now", lambda: REFUSED)
    case, made = awards.granted()
    leader = accounts.officer("town_leader")
    for number in (1, 2, 3):
        care.offer(made, number, good=False, judge=leader)
    offers.propose_change(award=made, person=made.holder, by=leader, at=REFUSED)
    keys = {"desk_award": made.key, "desk_case": case.request.application.key}

    def page(duty: str, name: str = "desk_award") -> str:
        client = Client()
        accounts.sign_in(client, accounts.officer(duty))
        return str(client.get(reverse(name, args=[keys[name]])).content.decode())

    return page


def test_who_pays_reads_no_reason_and_no_refused_job(award) -> None:
    for duty in ("finance_drafter", "finance_approver"):
        html = award(duty)
        assert "在享待遇" in html
        for word in ("拒绝", "介绍工作", "签到"):
            assert word not in html, (duty, word)


def test_who_decides_reads_why(award) -> None:
    for duty in ("town_leader", "auditor"):
        html = award(duty)
        assert all(word in html for word in ("介绍工作", "签到", "拒绝")), duty


def test_the_village_reads_who_was_seen_and_no_refused_job(award) -> None:
    html = award("village_intake", "desk_case")
    assert "签到" in html
    for word in ("介绍工作", "路太远"):
        assert word not in html, word
    assert "路太远" in award("town_leader", "desk_case")


def test_an_error_leads_each_back_home() -> None:
    client = Client()
    assert '<a href="/">回到首页' in client.get("/nothing/").content.decode()
    accounts.sign_in(client, accounts.officer("town_leader"))
    assert '<a href="/desk/">回到首页' in client.get("/nothing/").content.decode()
