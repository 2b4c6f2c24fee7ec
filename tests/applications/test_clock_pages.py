from datetime import date

import pytest

from doudi.applications.models import ClockEvent
from doudi.common.clock import beijing
from tests.factories import accounts, decisions, kin

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return decisions.accepted()


def test_the_leader_stops_and_resumes(client, case) -> None:
    accounts.sign_in(client, case.leader)
    url = f"/desk/applications/{case.request.application.key}/clock/"
    assert "30 个工作日" in client.get(url).content.decode()
    given = {"kind": "stop", "code": "awaiting_items", "on": "2026-09-03", "reason": "等工资单"}
    assert client.post(url, given).status_code == 302
    assert ClockEvent.objects.get().reason == "等工资单"
    answer = client.post(url, given | {"on": "2099-01-01", "kind": "resume"})
    assert answer.status_code == 422
    assert "不能晚于今天" in answer.content.decode()


def test_others_do_not_open_it(client, case) -> None:
    url = f"/desk/applications/{case.request.application.key}/clock/"
    accounts.sign_in(client, accounts.officer("town_leader", "430902102201"))
    assert client.get(url).status_code == 404
    accounts.sign_in(client, case.first)
    assert client.get(url).status_code == 403


def test_what_is_late_is_listed(client, case) -> None:
    type(case.request.application).objects.update(due_on=date(2026, 1, 5))
    accounts.sign_in(client, case.leader)
    page = client.get("/desk/applications/late/").content.decode()
    assert "刘桂英" in page
    assert "已超" in page


def test_the_county_compares_the_register(client, case) -> None:
    kin.filed(case.village, beijing(decisions.OPINION), case.person)
    accounts.sign_in(client, case.reviewer)
    page = client.get("/desk/awards/kin/").content.decode()
    assert case.village.name in page
    assert "刘*英" in page
    assert "刘桂英" not in page
    assert client.get("/desk/awards/kin/?state=awards").status_code == 200
    accounts.sign_in(client, case.leader)
    assert client.get("/desk/awards/kin/").status_code == 403
