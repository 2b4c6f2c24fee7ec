from datetime import date, timedelta

import pytest

from doudi.common.refusals import Forbidden, Refusal
from doudi.people.actions import representations
from doudi.people.queries import (
    may_act_for,
    office_acts_for,
    representatives_of,
    wards_of,
)
from tests.factories import accounts
from tests.factories.people import household, identity_number, person
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    made = person("陈小", born_on=date(2016, 1, 1))
    household((made, "self"))
    return made


@pytest.fixture
def officer():
    return accounts.officer("town_acceptor")


def stand_in(child, officer, at, on, **more):
    values = {"kind": "guardian", "ground": "户口簿", "valid_from": on} | more
    return representations.represent(person=child, by=officer, at=at, **values)


def test_a_guardian_acts_for_the_child_in_its_time(child, officer, at, on):
    aunt = person("陈姑", born_on=date(1980, 1, 1))
    until = on + timedelta(days=30)
    made = stand_in(child, officer, at, on, by_person=aunt, valid_until=until)
    assert may_act_for(aunt, child, on)
    assert not may_act_for(child, aunt, on)
    assert not may_act_for(aunt, child, on - timedelta(days=1))
    assert not may_act_for(aunt, child, until)
    assert [row.by_person for row in representatives_of(child, on)] == [aunt]
    assert wards_of(aunt, on) == [child]
    representations.end(representation=made, by=officer, at=at)
    assert not may_act_for(aunt, child, on)


def test_everybody_acts_for_himself(child, on):
    assert may_act_for(child, child, on)


def test_an_office_represents_a_child_alone(child, officer, at, on):
    village = accounts.office_of_duty("village_intake", accounts.VILLAGE)
    stand_in(child, officer, at, on, kind="office", by_office=village, ground="民法典第三十二条")
    assert office_acts_for(village.pk, child, on)
    assert not office_acts_for(officer.office_id, child, on)


def test_somebody_not_on_record_is_named_by_number(child, officer, at, on):
    number = identity_number(date(1980, 1, 1))
    made = stand_in(child, officer, at, on, by_number=number, by_name="陈姑")
    assert made.by_person.born_on == date(1980, 1, 1)
    with pytest.raises(Refusal) as no:
        stand_in(child, officer, at, on, by_number="12", by_name="陈姑")
    assert no.value.field == "number"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "by_person"),
        ({"kind": "office"}, "by_office"),
        ({"kind": "proxy", "number": True}, "paper"),
        ({"ground": " ", "number": True}, "ground"),
        ({"valid_until": date(2020, 1, 1), "number": True}, "valid_until"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(child, officer, at, on, more, field):
    if more.pop("number", False):
        more["by_person"] = person("陈姑", born_on=date(1980, 1, 1))
    with pytest.raises(Refusal) as no:
        stand_in(child, officer, at, on, **more)
    assert no.value.field == field


def test_a_proxy_has_a_paper(child, officer, at, on):
    friend = person("王友", born_on=date(1980, 1, 1))
    made = stand_in(child, officer, at, on, kind="proxy", by_person=friend, paper=png())
    assert made.paper.owner_noun == "person"


def test_only_where_the_officer_answers(child, at, on):
    for duty, place in (("auditor", "430902"), ("town_leader", "430902102001")):
        with pytest.raises(Forbidden):
            stand_in(child, accounts.officer(duty, place), at, on, by_person=person("陈姑"))


def test_the_page_records_and_ends(client, child, officer, on):
    home = child.memberships.get().household
    accounts.sign_in(client, officer)
    url = f"/desk/people/{home.key}/stand-ins/"
    village = accounts.office_of_duty("village_intake", accounts.VILLAGE)
    answer = client.post(
        url,
        {
            "person": child.pk, "kind": "office", "by_office": village.pk,
            "ground": "民法典第三十二条", "valid_from": on.isoformat(),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert village.name in client.get(url).content.decode()
    made = child.representations.get()
    assert client.post(f"{url}{made.pk}/end/").status_code == 302
    assert "没有登记代理人" in client.get(url).content.decode()
