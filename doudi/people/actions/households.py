"""Who lives together: first as the family declares it, then as officers confirm it."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from doudi.accounts.models import Place
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.crypto import seal
from doudi.people.models import Household, Membership, Person
from doudi.people.queries.households import confirmed_elsewhere, members
from doudi.people.states import Standing


@transaction.atomic
def open_household(
    *, place: Place, registration: str, address: str = "", by: Actor, at: datetime
) -> Household:
    """`registration` is urban, rural or unknown (户口性质)."""
    household = Household(place=place, registration=registration, created_at=at)
    household.address_sealed = _seal_address(household, address)
    household.save()
    record(by=by, at=at, verb="open", noun="household", key=str(household.pk))
    return household


@transaction.atomic
def move_household(
    *,
    household: Household,
    place: Place,
    registration: str,
    address: str = "",
    by: Actor,
    at: datetime,
) -> Household:
    household.place = place
    household.registration = registration
    household.address_sealed = _seal_address(household, address)
    household.save(update_fields=["place", "registration", "address_sealed"])
    record(by=by, at=at, verb="move", noun="household", key=str(household.pk))
    return household


@transaction.atomic
def declare_member(
    *, household: Household, person: Person, relation: str, by: Actor, at: datetime
) -> Membership:
    """Repeating a declaration changes nothing; a new relation supersedes the old one."""
    current = _declared(household, person).first()
    if current and current.relation == relation:
        return current
    _declared(household, person).update(superseded_at=at)
    membership = Membership.objects.create(
        household=household,
        person=person,
        relation=relation,
        standing=Standing.DECLARED,
        period=DateRange(day_of(at), None),
        known_at=at,
    )
    record(
        by=by, at=at, verb="declare_member", noun="household", key=str(household.pk),
        person=person.pk,
    )  # fmt: skip
    return membership


@transaction.atomic
def drop_member(*, household: Household, person: Person, by: Actor, at: datetime) -> None:
    """The family takes back a declared member."""
    if _declared(household, person).update(superseded_at=at):
        record(
            by=by, at=at, verb="drop_member", noun="household", key=str(household.pk),
            person=person.pk,
        )  # fmt: skip


@transaction.atomic
def confirm_members(*, household: Household, by: Officer, at: datetime) -> list[Person]:
    """An officer confirms today's members. Returns those confirmed in another household, who
    stay there until that is cleared: the database lets nobody live in two."""
    on = day_of(at)
    held: list[Person] = []
    confirmed = _confirmed_ids(household)
    for member in members(household, on):
        if member.person.pk in confirmed:
            continue
        if confirmed_elsewhere(member.person, household, on):
            held.append(member.person)
            continue
        Membership.objects.create(
            household=household,
            person=member.person,
            relation=member.relation,
            standing=Standing.CONFIRMED,
            period=DateRange(on, None),
            known_at=at,
        )
    record(by=by, at=at, verb="confirm_members", noun="household", key=str(household.pk))
    return held


def _declared(household: Household, person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(
        household=household, person=person, standing=Standing.DECLARED, superseded_at__isnull=True
    )


def _confirmed_ids(household: Household) -> set[int]:
    rows = household.memberships.filter(standing=Standing.CONFIRMED, superseded_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def _seal_address(household: Household, address: str) -> bytes | None:
    return seal(f"people.household.{household.key}", address) if address else None
