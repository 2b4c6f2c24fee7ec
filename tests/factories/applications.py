"""Applications of invented families, made by calling actions."""

from collections.abc import Callable
from datetime import date, datetime

from doudi.applications.actions import applications, awaiting, items, members, signing
from doudi.applications.actions.items import Typed as TypedItem
from doudi.applications.actions.members import Typed
from doudi.applications.models import Application
from doudi.applications.rules.people import Condition
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import beijing
from doudi.people.models import Person
from doudi.people.queries import adults
from tests.factories import accounts, people
from tests.factories.pictures import png

AT = beijing(date(2026, 9, 14), 10)
"""A working Monday under the Social Assistance Law."""


def draft(
    *,
    by: Citizen | Officer | None = None,
    name: str = "刘桂英",
    number: str | None = None,
    place: str = accounts.VILLAGE,
    registration: str = "rural",
    at: datetime = AT,
) -> Application:
    """An application just started by a family's phone, with the applicant alone."""
    _offices(place)
    typed = Typed(
        name=name,
        number=number or people.identity_number(date(1974, 3, 5)),
        relation="self",
        condition=Condition(illness="major"),
    )
    return applications.start(
        place=accounts.place(place),
        typed=typed,
        registration=registration,
        address="三组 12 号",
        by=by or accounts.citizen(),
        at=at,
    )


def family(application: Application, by: Citizen | Officer, at: datetime = AT) -> list[Person]:
    """A mother of 78 and a daughter of 9 join; 600 yuan a month of wage."""
    grown = Typed(name="陈秀兰", relation="parent", number=people.identity_number(date(1948, 6, 1)))
    child = Typed(name="刘小雨", relation="child", number=people.identity_number(date(2017, 5, 8)))
    made = [
        members.add_member(application=application, typed=one, by=by, at=at)
        for one in (grown, child)
    ]
    wage = TypedItem(kind="wage", amount_fen=60_000, per="month")
    items.declare_item(
        application=application, typed=wage, person=application.applicant, by=by, at=at
    )
    return made


def sign_all(application: Application, by: Citizen | Officer, at: datetime = AT) -> None:
    for one in adults(application.household, at.date()):
        signing.sign(application=application, person=one.person, signature=png(), by=by, at=at)


def submitted(
    *,
    by: Citizen | Officer | None = None,
    signed: bool = True,
    at: datetime = AT,
    place: str = accounts.VILLAGE,
    fill: Callable[..., object] = family,
) -> Application:
    """A family of three, signed and submitted."""
    who = by or accounts.citizen()
    made = draft(by=who, at=at, place=place)
    fill(made, who, at)
    if signed:
        sign_all(made, who, at)
    return applications.submit(application=made, by=who, at=at)


def taken_in(*, by: Officer | None = None, at: datetime = AT, **more: object) -> Application:
    made = submitted(at=at, **more)  # type: ignore[arg-type]
    village = by or accounts.officer("village_intake", made.place)
    return applications.take_in(application=made, view="agrees", by=village, at=at)


def accepted(*, by: Officer | None = None, at: datetime = AT, **more: object) -> Application:
    """Accepted by the town on the day of `at`."""
    made = taken_in(at=at, **more)
    town = by or accounts.officer("town_acceptor", made.place)
    return applications.accept(application=made, by=town, at=at)


def _offices(code: str) -> None:
    """The village, town and district offices of the place, with their powers."""
    for duty in ("village_intake", "town_acceptor", "county_leader"):
        try:
            accounts.office_of_duty(duty, code)
        except KeyError:  # a place without an office of that level, as in Changzhou's villages
            continue


def with_items(*codes: str, by: Officer | None = None, **more: object) -> Application:
    """Taken in, and the town has named what may follow."""
    made = taken_in(**more)
    town = by or accounts.officer("town_acceptor", made.place)
    awaiting.name_items(application=made, codes=codes or ("income_paper",), by=town, at=AT)
    return made
