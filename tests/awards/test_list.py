"""The desk's list of awards."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import accounts, awards

pytestmark = pytest.mark.django_db


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/desk/awards/").status_code == 200
    return len(caught)


def test_the_list_asks_as_often_for_one_as_for_many(client: Client):
    _case, award = awards.granted()
    accounts.sign_in(client, accounts.officer("county_reviewer"))
    client.get("/desk/awards/")
    one = queries_of(client)
    for _ in range(60):
        awards.more_like(award)
    assert queries_of(client) == one
    page = client.get("/desk/awards/?page=2").content.decode()
    assert "王*兰" in page or "刘*英" in page
    assert "王秀兰" not in page


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        ("town_acceptor", 200),
        ("county_leader", 200),
        ("finance_drafter", 200),
        ("auditor", 200),
        ("grid_worker", 403),
        ("village_intake", 403),
        ("system_admin", 403),
    ],
)
def test_who_sees_the_list(client: Client, duty, status):
    accounts.sign_in(client, accounts.officer(duty))
    assert client.get("/desk/awards/").status_code == status


def test_another_place_sees_nothing(client: Client):
    awards.granted()
    accounts.sign_in(client, accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE))
    assert "这里还没有在享待遇的家庭" in client.get("/desk/awards/").content.decode()
    client.logout()
    assert client.get("/desk/awards/").status_code == 302


def test_what_has_ended_is_not_in_the_sum(client: Client):
    _case, award = awards.granted()
    award.components.update(valid_until="2026-10-01")
    awards.component(award, amount_fen=12_345, kind="care")
    accounts.sign_in(client, accounts.officer("town_leader"))
    assert "123.45" in client.get("/desk/awards/").content.decode()
