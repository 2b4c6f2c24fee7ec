"""The members as the family typed them, with what is still to be signed."""

from dataclasses import dataclass
from datetime import date

from doudi.applications.models import Application, Named
from doudi.applications.queries.applications import listed, names_in
from doudi.people.models import Person, SigningLink
from doudi.people.queries import MemberView, excused, in_force


@dataclass(frozen=True)
class Shown:
    person: Person
    name: str
    relation: str
    relation_label: str
    age: int | None
    sex: str
    born_on: date | None
    is_adult: bool
    signed: bool
    excused: bool


def shown_members(application: Application, on: date) -> list[Shown]:
    """Every member; `signed` is true for a child too, who need not sign."""
    names = names_in(application, on)
    unsigned = {one.person.pk for one in unsigned_in(application, on)}
    left_out = excused(application.household, on)
    return [
        Shown(
            person=one.person,
            name=names.get(one.person.pk, one.name),
            relation=one.relation,
            relation_label=one.relation_label,
            age=one.age,
            sex=one.sex,
            born_on=one.born_on,
            is_adult=one.is_adult,
            signed=one.person.pk not in unsigned,
            excused=one.person.pk in left_out,
        )
        for one in listed(application, on)
    ]


def unsigned_in(application: Application, on: date) -> list[MemberView]:
    """Grown members, also those not yet confirmed, whose letter is still to be signed."""
    household = application.household
    done = {letter.person_id for letter in in_force(household, on)} | excused(household, on)
    return [one for one in listed(application, on) if one.is_adult and one.person.pk not in done]


def find(application: Application, person_id: int, on: date) -> Shown | None:
    found = shown_members(application, on)
    return next((one for one in found if one.person.pk == person_id), None)


def name_on_link(link: SigningLink) -> str:
    """The name as the family typed it, never the one on record for a typed number."""
    typed = Named.objects.filter(
        application__household_id=link.household_id, person_id=link.person_id
    ).order_by("-typed_at")
    found = typed.first()
    return found.name if found else ""
