import pytest

from doudi.people.queries import full_number
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return decisions.accepted(name="刘桂英")


def look(client, text, officer):
    accounts.sign_in(client, officer)
    return client.post("/desk/search/", {"q": text})


def test_number_name_and_identity_number_find_the_case(client, case):
    officer = accounts.officer("town_leader")
    for text in (
        case.request.application.number.lower(),
        case.request.application.receipt_number,
        "刘桂",
        "陈建国",
        full_number(case.person),
    ):
        answer = look(client, text, officer)
        assert answer.status_code == 302, text
        assert answer["Location"] == f"/desk/cases/{case.request.application.key}/"


def test_nothing_is_found_in_other_places(client, case):
    other = accounts.officer("town_leader", "430902102001")
    answer = look(client, "刘桂英", other)
    assert answer.status_code == 200
    assert "没有找到" in answer.content.decode()
    assert "刘" not in answer.content.decode().split("<main")[1]


@pytest.mark.parametrize("text", ["", "  ", "%", "无此人", "430902197403050", "x" * 500])
def test_odd_input_is_answered_with_a_sentence(client, case, text):
    answer = look(client, text, accounts.officer("town_leader"))
    assert answer.status_code == 200
    assert "没有找到" in answer.content.decode()


def test_several_hits_are_listed_with_masked_names(client, case):
    decisions.accepted(name="刘桂花")
    answer = look(client, "刘桂", accounts.officer("town_leader"))
    text = answer.content.decode()
    assert text.count("刘*") == 2
    assert "刘桂英" not in text
