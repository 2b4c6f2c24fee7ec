from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from doudi.people.actions import households
from doudi.people.models import Membership
from doudi.people.queries import address_of, members
from tests.factories import accounts
from tests.factories.people import SETUP, household, person

pytestmark = pytest.mark.django_db


def test_members_are_as_declared_until_an_officer_confirms(at, on):
    wife, husband = person(), person("陈建国", born_on=date(1971, 5, 1), sex="M")
    home = household((wife, "self"), (husband, "spouse"))
    assert {m.standing for m in members(home, on)} == {"declared"}
    officer = accounts.officer("town_investigator")
    assert households.confirm_members(household=home, by=officer, at=at) == []
    assert [(m.name, m.standing) for m in members(home, on)] == [
        ("刘桂英", "confirmed"),
        ("陈建国", "confirmed"),
    ]


def test_whoever_is_confirmed_elsewhere_is_held_and_reported(at):
    officer = accounts.officer("town_investigator")
    someone = person()
    household_before = household((someone, "self"))
    households.confirm_members(household=household_before, by=officer, at=at)
    second = household((someone, "child"))
    assert households.confirm_members(household=second, by=officer, at=at) == [someone]


def test_the_database_lets_nobody_live_in_two_confirmed_households(at):
    someone = person()
    for made in (household((someone, "self")), household((someone, "self"))):
        row = Membership(
            household=made, person=someone, relation="self", standing="confirmed",
            period=DateRange(date(2026, 1, 1), None), known_at=at,
        )  # fmt: skip
        if made.pk == household_ids()[0]:
            row.save()
            continue
        with pytest.raises(IntegrityError, match="membership_confirmed_once"), transaction.atomic():
            row.save()


def household_ids() -> list[int]:
    return sorted(set(Membership.objects.values_list("household_id", flat=True)))


def test_a_repeated_declaration_changes_nothing(at):
    someone = person()
    home = household((someone, "self"))
    households.declare_member(household=home, person=someone, relation="self", by=SETUP, at=at)
    assert home.memberships.count() == 1


def test_a_dropped_member_is_gone_but_kept(at, on):
    someone, child = person(), person("陈小", born_on=date(2016, 1, 1))
    home = household((someone, "self"), (child, "child"))
    households.drop_member(household=home, person=child, by=SETUP, at=at)
    assert [m.name for m in members(home, on)] == ["刘桂英"]
    assert home.memberships.count() == 2


def test_the_house_number_is_sealed():
    home = household((person(), "self"))
    assert "12" not in bytes(home.address_sealed).decode("latin-1")
    assert address_of(home) == "三组 12 号"
