"""Other papers than the identity card, and names that a stranger typed."""

from datetime import date

import pytest

from doudi.common.refusals import Refusal
from doudi.people.actions import persons
from doudi.people.models import Identity
from doudi.people.queries import by_document, current_name, full_number, papers_of
from tests.factories.people import SETUP, identity_number, person

pytestmark = pytest.mark.django_db
BORN = date(1990, 4, 1)


def register(at, name="JOHN SMITH", number="E1234 5678", kind="passport", born_on=BORN):
    return persons.register(
        name=name, number=number, document_kind=kind, born_on=born_on, sex="M", by=SETUP, at=at
    )


def test_a_passport_is_sealed_and_finds_the_person_again(at):
    made = register(at)
    identity = Identity.objects.get(person=made)
    assert b"E12345678" not in bytes(identity.number_sealed)
    assert register(at, number="ｅ1234-5678") == made
    assert by_document("passport", "e12345678") == made
    assert full_number(made) == ""
    assert [(one.kind_label, one.masked) for one in papers_of(made)] == [("护照", "E1*****78")]


def test_the_same_passport_number_of_another_country_is_another_person(at):
    assert register(at) != register(at, name="MARIA LOPEZ", born_on=date(1985, 1, 1))


def test_equal_digits_of_two_kinds_are_no_hit(at):
    assert register(at) != register(at, kind="permit")


def test_a_household_book_is_shared_and_finds_nobody(at):
    mother = register(at, "陈秀兰", "430902001", "household_book", date(1950, 1, 1))
    child = register(at, "陈小", "430902001", "household_book", date(2016, 1, 1))
    assert mother != child
    assert by_document("household_book", "430902001") is None


@pytest.mark.parametrize("number", ["1", "——", "x" * 60])
def test_an_unreadable_number_is_said_beside_the_field(at, number):
    with pytest.raises(Refusal) as no:
        register(at, number=number)
    assert no.value.field == "number"
    assert not Identity.objects.exists()


def test_a_card_got_later_joins_the_other_papers(at):
    made = register(at, "陈小", "L430012345", "birth", date(2016, 1, 1))
    number = identity_number(date(2016, 1, 1))
    persons.add_document(person=made, kind="identity_card", number=number, by=SETUP, at=at)
    persons.add_document(person=made, kind="identity_card", number=number, by=SETUP, at=at)
    assert full_number(made) == number
    assert len(papers_of(made)) == 2
    with pytest.raises(Refusal, match="另一个人"):
        persons.add_document(person=person(), kind="identity_card", number=number, by=SETUP, at=at)


def test_typing_a_number_renames_nobody(at):
    known = person("刘桂英")
    number = full_number(known)
    assert persons.register(name="李四", number=number, by=SETUP, at=at) == known
    assert current_name(known) == "刘桂英"
    assert known.names.count() == 1
