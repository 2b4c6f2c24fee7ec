"""A case shows each reader what the duty needs: the village no bank balances, the verifier no
answers at the door."""

import pytest
from django.test import Client
from django.urls import reverse

from doudi.visits.models import Visit
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
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
