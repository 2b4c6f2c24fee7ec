"""Who lives together: first as the family declares it, then as officers confirm it."""

from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.crypto import seal
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.actions.persons import bound
from doudi.people.guards import check_can_register
from doudi.people.models import Household, Membership, Person
from doudi.people.queries.households import confirmed_elsewhere, members
from doudi.people.states import Standing


@action
def open_household(
    *, place: Place, registration: str, address: str = "", by: Actor, at: datetime
) -> Household:
    """`registration` is urban, rural or unknown (户口性质)."""
    household = Household(place=place, registration=registration, created_at=at)
    household.address_sealed = _seal_address(household, address)
    household.save()
    record(by=by, at=at, verb="open", noun="household", key=str(household.pk))
    return household


@action
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


@action
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


@action
def drop_member(*, household: Household, person: Person, by: Actor, at: datetime) -> None:
    """The family takes back a declared member."""
    if _declared(household, person).update(superseded_at=at):
        record(
            by=by, at=at, verb="drop_member", noun="household", key=str(household.pk),
            person=person.pk,
        )  # fmt: skip


@action
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


@action
def join(
    *, household: Household, person: Person, relation: str, on: date, by: Officer, at: datetime
) -> Membership:
    """From this day the person lives here, as an officer found. Later modules read the journal:
    ("household", pk, "members_changed"). Raises Refusal for somebody confirmed elsewhere then."""
    check_can_register(by, household, day_of(at))
    _confirmed_first(household, by, at)
    held = _confirmed(household, person).filter(period__contains=on).first()
    if held:
        return held
    if confirmed_elsewhere(person, household, on):
        raise Refusal(
            "member.elsewhere", _("这个人那天还是另一家的成员。请先登记离开那一家的日期。")
        )
    later = _confirmed(household, person).filter(period__startswith__gt=on)
    later.update(superseded_at=at)  # an earlier day replaces the later one
    made = Membership.objects.create(
        household=household, person=person, relation=relation, standing=Standing.CONFIRMED,
        period=DateRange(on, None), known_at=at,
    )  # fmt: skip
    _say_changed(household, person, "join", by, at)
    return made


@action
def leave(*, household: Household, person: Person, on: date, by: Officer, at: datetime) -> None:
    """`on` is the first day on which the person lives here no more; earlier days stay as they
    were. Raises Refusal for somebody who does not live here."""
    check_can_register(by, household, day_of(at))
    _confirmed_first(household, by, at)
    rows = household.memberships.filter(person=person, superseded_at__isnull=True)
    open_ = [row for row in rows if row.period.upper is None or row.period.upper > on]
    if not open_:
        raise Refusal("member.none", _("这个人不在家庭成员里，请核对。"), field="person")
    for row in open_:
        bound(row, on, at)
    _say_changed(household, person, "leave", by, at)


def _confirmed_first(household: Household, by: Officer, at: datetime) -> None:
    """One confirmed row hides the declared ones: so all of today's are confirmed before."""
    if not _confirmed_ids(household):
        confirm_members(household=household, by=by, at=at)


def _say_changed(
    household: Household, person: Person, verb: str, by: Officer, at: datetime
) -> None:
    record(by=by, at=at, verb=verb, noun="household", key=str(household.pk), person=person.pk)
    note(noun="household", key=household.pk, verb="members_changed", at=at)


def _confirmed(household: Household, person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(
        household=household, person=person, standing=Standing.CONFIRMED, superseded_at__isnull=True
    )


def _declared(household: Household, person: Person) -> QuerySet[Membership]:
    return Membership.objects.filter(
        household=household, person=person, standing=Standing.DECLARED, superseded_at__isnull=True
    )


def _confirmed_ids(household: Household) -> set[int]:
    rows = household.memberships.filter(standing=Standing.CONFIRMED, superseded_at__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def _seal_address(household: Household, address: str) -> bytes | None:
    return seal(f"people.household.{household.key}", address) if address else None
