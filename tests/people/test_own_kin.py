"""What an officer writes down about a family is never written down about own kin."""

from datetime import date

import pytest
from django.test import Client

from doudi.common.refusals import Forbidden
from doudi.people.actions import contacts, persons, representations, telling, wishes
from doudi.people.models import Contact, InPersonTask
from tests.factories import accounts, kin
from tests.factories.people import SETUP, household, person
from tests.people.test_telling import NEWS, VALUES

pytestmark = pytest.mark.django_db


@pytest.fixture
def sister():
    return person()


@pytest.fixture
def home(sister):
    return household((sister, "self"))


@pytest.fixture
def clerk(sister, at):
    found = accounts.officer("village_intake")
    kin.filed(found, at, sister)
    return found


@pytest.fixture
def task(home, sister, at) -> InPersonTask:
    telling.tell(
        household=home, person=sister, template=NEWS, values=VALUES, noun="application", key="k",
        once="t:1", by=SETUP, at=at,
    )  # fmt: skip
    return InPersonTask.objects.get()


def test_no_number_and_no_wish_for_kin(home, sister, clerk, at) -> None:
    number = {"household": home, "person": sister, "phone": "13912345678", "at": at}
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        contacts.record_phone(**number, by=clerk)
    wish = {"household": home, "person": sister, "way": "in_person", "at": at}
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        wishes.record_wish(**wish, by=clerk)
    colleague = accounts.officer("village_intake")
    contacts.record_phone(**number, by=colleague)
    wishes.record_wish(**wish, by=colleague)
    assert Contact.objects.count() == 1


def test_kin_are_told_by_a_colleague(task, clerk, at, on) -> None:
    told = {"tasks": [task], "outcome": "told", "told_on": on, "told_to": "self", "at": at}
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        telling.record_told(**told, by=clerk)
    telling.record_told(**told, by=accounts.officer("village_intake"))


def test_the_list_leaves_kin_to_a_colleague(task, clerk) -> None:
    link = f'href="/desk/people/telling/{task.pk}/"'
    for who, shown in ((clerk, False), (accounts.officer("village_intake"), True)):
        client = Client()
        accounts.sign_in(client, who)
        page = client.get("/desk/people/telling/").content.decode()
        assert (link in page, "请同事办理" in page) == (shown, not shown)


def test_nobody_registers_who_stands_in_for_kin_or_that_kin_died(home, sister, clerk, at) -> None:
    aunt = person("陈秀兰", born_on=date(1980, 1, 1))
    given = {
        "person": sister, "kind": "guardian", "ground": "户口簿", "by_person": aunt,
        "valid_from": at.date(), "at": at,
    }  # fmt: skip
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        representations.represent(**given, by=clerk)
    made = representations.represent(**given, by=accounts.officer("village_intake"))
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        representations.end(representation=made, by=clerk, at=at)
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        persons.record_death(person=sister, died_on=at.date(), by=clerk, at=at)
