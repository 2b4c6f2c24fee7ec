from datetime import date

import pytest

from doudi.audit.models import Entry
from doudi.common.refusals import Refusal
from doudi.people.actions import persons
from doudi.people.models import Identity, Person
from doudi.people.queries import by_number, current_name, full_number, masked_number, names_of
from tests.factories.people import SETUP, identity_number, person

pytestmark = pytest.mark.django_db


def test_a_number_tells_sex_and_birth_date_and_finds_the_person_again(at):
    number = identity_number(date(1960, 2, 29), "M")
    first = persons.register(name="陈建国", number=number, by=SETUP, at=at)
    again = persons.register(name="陈建国", number=number.lower(), by=SETUP, at=at)
    assert (first.sex, first.born_on) == ("M", date(1960, 2, 29))
    assert again == first
    assert by_number(number) == first


def test_a_person_without_a_number_is_a_person(at):
    child = persons.register(name="陈小小", sex="F", born_on=date(2026, 8, 1), by=SETUP, at=at)
    assert full_number(child) == ""
    assert current_name(child) == "陈小小"


def test_the_number_is_sealed_under_its_own_row(at):
    someone = person()
    identity = Identity.objects.get(person=someone)
    number = full_number(someone)
    assert number.encode() not in bytes(identity.number_sealed)
    assert masked_number(someone) == f"{number[:6]}********{number[-4:]}"
    other = Identity.objects.get(person=person("别人"))
    Identity.objects.filter(pk=other.pk).update(number_sealed=identity.number_sealed)
    with pytest.raises(Exception, match=r"people\.identity"):
        full_number(other.person)


def test_a_new_spelling_keeps_the_old_name(at):
    someone = person("刘桂英", at=at)
    persons.rename(person=someone, name="刘贵英", by=SETUP, at=at)
    assert names_of([someone.pk]) == {someone.pk: "刘贵英"}
    assert someone.names.count() == 2


@pytest.mark.parametrize("number", ["123", "43090219991332001X", "四三零"])
def test_an_unreadable_number_is_a_sentence_and_leaves_nothing(number, at):
    with pytest.raises(Refusal) as refusal:
        persons.register(name="张三", number=number, by=SETUP, at=at)
    assert "核对" in refusal.value.sentence
    assert not Person.objects.exists()


def test_a_wrong_check_digit_is_accepted(at):
    number = identity_number(date(1980, 1, 1))
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    assert persons.register(name="李四", number=wrong, by=SETUP, at=at).born_on == date(1980, 1, 1)


def test_the_trail_holds_no_name_and_no_number(at):
    someone = person("欧阳娜娜")
    number = full_number(someone)
    for entry in Entry.objects.all():
        text = f"{entry.key}{entry.reason}{entry.detail}"
        assert number not in text
        assert "欧阳" not in text
