from datetime import timedelta

import pytest

from doudi.accounts.models import User
from doudi.accounts.queries import level_of
from doudi.common.actors import System
from doudi.common.refusals import Forbidden, Refusal
from doudi.people.actions import contacts
from doudi.people.models import Contact
from doudi.people.queries import person_of
from tests.factories import accounts
from tests.factories.people import household, person

pytestmark = pytest.mark.django_db
PHONE = "13912345678"
BY = System("test")


@pytest.fixture
def family():
    someone = person()
    return household((someone, "self")), someone


def recorded(family, at, phone=PHONE, duty="village_intake", place=accounts.VILLAGE):
    home, someone = family
    officer = accounts.officer(duty, place)
    return contacts.record_phone(household=home, person=someone, phone=phone, by=officer, at=at)


def test_a_code_to_a_number_recorded_before_makes_the_person_known(family, at):
    recorded(family, at)
    user = User.objects.get(pk=accounts.citizen(phone=PHONE).user_id)
    assert contacts.know_by_number(user=user, by=BY, at=at + timedelta(minutes=1))
    assert contacts.know_by_number(user=user, by=BY, at=at + timedelta(minutes=2))
    assert level_of(user.pk) == 1
    assert person_of(user) == family[1]


def test_a_number_recorded_afterwards_says_nothing_about_an_earlier_code(family, at):
    recorded(family, at)
    user = User.objects.get(pk=accounts.citizen(phone=PHONE).user_id)
    assert not contacts.know_by_number(user=user, by=BY, at=at - timedelta(minutes=1))
    assert level_of(user.pk) == 0


def test_a_number_of_two_people_is_nobody_s(family, at):
    recorded(family, at)
    other = person("别人")
    recorded((household((other, "self")), other), at)
    user = User.objects.get(pk=accounts.citizen(phone=PHONE).user_id)
    assert not contacts.know_by_number(user=user, by=BY, at=at + timedelta(minutes=1))


def test_a_replaced_number_opens_nothing(family, at):
    recorded(family, at)
    recorded(family, at, "13987654321")
    user = User.objects.get(pk=accounts.citizen(phone=PHONE).user_id)
    assert not contacts.know_by_number(user=user, by=BY, at=at + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("duty", "place"),
    [
        ("village_intake", "430902102001"),
        ("county_leader", accounts.VILLAGE),
        ("auditor", "430902"),
    ],
)
def test_only_those_who_meet_the_family_record_its_number(family, at, duty, place):
    with pytest.raises(Forbidden):
        recorded(family, at, duty=duty, place=place)
    assert not Contact.objects.exists()


def test_the_page_records_and_shows_the_ending_only(client, family, at):
    home, someone = family
    accounts.sign_in(client, accounts.officer("village_intake"))
    url = f"/desk/people/{home.key}/phone/"
    wrong = client.post(url, {"person": someone.pk, "phone": "12"})
    assert "11 位" in wrong.content.decode()
    assert client.post(url, {"person": someone.pk, "phone": PHONE}).status_code == 302
    text = client.get(url).content.decode()
    assert "尾号 5678" in text
    assert PHONE not in text


def test_a_stranger_s_number_is_not_recorded(family, at):
    officer = accounts.officer("village_intake")
    with pytest.raises(Refusal, match="家庭成员"):
        contacts.record_phone(
            household=family[0], person=person("别人"), phone=PHONE, by=officer, at=at
        )
