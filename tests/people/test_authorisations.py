from datetime import date, timedelta

import pytest

from doudi.common.refusals import Refusal
from doudi.people.actions import authorisations
from doudi.people.models import Authorisation
from doudi.people.queries import authorisation_in_force, link_target, unsigned_adults
from tests.factories.people import SETUP, household, person, signed
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    wife, husband = person(), person("陈建国", born_on=date(1971, 5, 1), sex="M")
    child = person("陈小", born_on=date(2016, 1, 1))
    home = household((wife, "self"), (husband, "spouse"), (child, "child"))
    return home, wife, husband


def test_every_adult_signs_and_no_child(family, on):
    home, wife, husband = family
    assert [m.name for m in unsigned_adults(home, on)] == ["刘桂英", "陈建国"]
    signed(home, wife)
    assert not authorisation_in_force(home, on)
    signed(home, husband)
    assert authorisation_in_force(home, on)


def test_signing_twice_is_signing_once(family):
    home, wife, _ = family
    signed(home, wife)
    signed(home, wife)
    assert Authorisation.objects.count() == 1


def test_consent_is_looked_up_when_used(family, at, on):
    home, wife, husband = family
    signed(home, wife, husband)
    letter = Authorisation.objects.filter(person=wife).get()
    authorisations.revoke(letter=letter, by=SETUP, at=at)
    assert not authorisation_in_force(home, on)
    assert not authorisation_in_force(home, letter.valid_until + timedelta(days=1))


def test_a_link_signs_once_within_three_days(family, at):
    home, _, husband = family
    token = authorisations.make_link(household=home, person=husband, by=SETUP, at=at)
    assert link_target(token, at).person == husband
    assert link_target(token, at + timedelta(hours=73)) is None
    letter = authorisations.sign_by_link(token=token, signature=png(), by=SETUP, at=at)
    assert (letter.person, letter.channel) == (husband, "own_phone")
    with pytest.raises(Refusal, match="用过"):
        authorisations.sign_by_link(token=token, signature=png(), by=SETUP, at=at)


def test_the_text_that_was_signed_is_named_by_its_hash(family):
    home, wife, _ = family
    signed(home, wife)
    letter = Authorisation.objects.get()
    assert len(letter.text_hash) == 64
    assert letter.text_version == "2026-07"
