"""Invented people with valid check digits, living in real villages."""

from datetime import date, datetime
from itertools import count

from doudi.accounts.models import Place
from doudi.common.actors import Actor, System
from doudi.common.clock import beijing
from doudi.common.identity import check_digit
from doudi.people.actions import authorisations, households, payees, persons
from doudi.people.models import Household, Person
from tests.factories import accounts
from tests.factories.pictures import png

SETUP = System("test.setup")
AT = beijing(date(2026, 9, 1))
_serials = count(100)


def identity_number(born_on: date, sex: str = "F", area: str = "430902") -> str:
    """A number that nobody has: the serial counts up within the test run."""
    serial = next(_serials) * 2 % 1000 + (sex == "M")
    first17 = f"{area}{born_on:%Y%m%d}{serial:03d}"
    return first17 + check_digit(first17)


def person(
    name: str = "刘桂英",
    *,
    born_on: date = date(1974, 3, 5),
    sex: str = "F",
    number: str | None = None,
    by: Actor = SETUP,
    at: datetime = AT,
) -> Person:
    return persons.register(name=name, number=number or identity_number(born_on, sex), by=by, at=at)


def household(
    *members: tuple[Person, str],
    place: Place | None = None,
    registration: str = "rural",
    by: Actor = SETUP,
    at: datetime = AT,
) -> Household:
    """A declared household of (person, relation) in a village of Ziyang."""
    made = households.open_household(
        place=place or accounts.place(),
        registration=registration,
        address="三组 12 号",
        by=by,
        at=at,
    )
    for someone, relation in members:
        households.declare_member(household=made, person=someone, relation=relation, by=by, at=at)
    return made


def signed(made: Household, *people: Person, by: Actor = SETUP, at: datetime = AT) -> Household:
    for someone in people:
        authorisations.sign(
            household=made, person=someone, signed_by=someone, channel="this_phone",
            signature=png(), by=by, at=at,
        )  # fmt: skip
    return made


def account(made: Household, holder: Person, number: str = "6217001234567890123"):
    return payees.set_account(
        household=made, holder=holder, bank="湖南农商银行", number=number, by=SETUP, at=AT
    )
