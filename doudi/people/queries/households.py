"""Who lives together on a day, and how they may be reached for money and consent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from doudi.common.crypto import unseal
from doudi.common.months import age_on
from doudi.common.remembered import remembered_until_written
from doudi.people.models import Household, Membership, Person
from doudi.people.queries.excuses import kept_from
from doudi.people.queries.merges import doubles, same_ids
from doudi.people.queries.persons import names_of
from doudi.people.states import Relation, Standing

ADULT = 18


@dataclass(frozen=True)
class MemberView:
    """One member on a day; `age` is None while the birth date is unknown."""

    person: Person
    name: str
    relation: str
    relation_label: str
    born_on: date | None
    sex: str
    age: int | None
    standing: str

    @property
    def is_adult(self) -> bool:
        """Unknown age signs too: the letter is asked of whoever may be an adult."""
        return self.age is None or self.age >= ADULT


@remembered_until_written
def members(
    household: Household, on: date, known: datetime | None = None
) -> tuple[MemberView, ...]:
    """Confirmed members when an officer has confirmed the household, else the declared ones.

    Who lived there on `on` as the platform knew it at the moment `known`; None: as it knows now.
    """
    rows = list(
        household.memberships.filter(_known(known), period__contains=on)
        .select_related("person")
        .order_by("pk")
    )
    confirmed = [row for row in rows if row.standing == Standing.CONFIRMED]
    shown = confirmed or rows
    twice = doubles(row.person_id for row in shown)
    return _views([row for row in shown if row.person_id not in twice], on)


def _known(known: datetime | None) -> Q:
    if known is None:
        return Q(superseded_at__isnull=True)
    return Q(known_at__lte=known) & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=known))


def belongs(person: Person, household: Household, on: date, *, adult: bool = False) -> bool:
    """Whether this person is a member (`adult`: a grown one) who may see the household's cases."""
    keys = same_ids(person)
    ids = {one.person.pk for one in members(household, on) if one.is_adult or not adult}
    return bool(keys & ids) and not kept_from(person, household, on)


@remembered_until_written
def declared(household: Household, on: date) -> tuple[MemberView, ...]:
    rows = household.memberships.filter(
        superseded_at__isnull=True, period__contains=on, standing=Standing.DECLARED
    )
    return _views(list(rows.select_related("person").order_by("pk")), on)


def _views(rows: list[Membership], on: date) -> tuple[MemberView, ...]:
    names = names_of(row.person_id for row in rows)
    return tuple(_view(row, names.get(row.person_id, ""), on) for row in rows)


def _view(row: Membership, name: str, on: date) -> MemberView:
    person = row.person
    return MemberView(
        person=person,
        name=name,
        relation=row.relation,
        relation_label=str(Relation(row.relation).label),
        born_on=person.born_on,
        sex=person.sex,
        age=age_on(person.born_on, on) if person.born_on else None,
        standing=row.standing,
    )


def adults(household: Household, on: date) -> tuple[MemberView, ...]:
    return tuple(member for member in members(household, on) if member.is_adult)


def households_of(person: Person) -> list[Household]:
    """Households the person lives or lived in and may see; without those it is kept from."""
    keys = same_ids(person)
    kept = Household.objects.filter(excuses__person_id__in=keys, excuses__ended_at__isnull=True)
    return list(
        Household.objects.filter(
            memberships__person_id__in=keys, memberships__superseded_at__isnull=True
        )
        .exclude(pk__in=kept.values("pk"))
        .distinct()
        .order_by("pk")
    )


def confirmed_elsewhere(person: Person, household: Household, on: date) -> bool:
    """Whether an officer has confirmed this person in another household today."""
    return (
        Membership.objects.filter(
            ~Q(household=household),
            person=person,
            standing=Standing.CONFIRMED,
            superseded_at__isnull=True,
            period__contains=on,
        )
    ).exists()


def address_of(household: Household) -> str:
    """House number and lane in clear, '' when unknown."""
    if household.address_sealed is None:
        return ""
    return unseal(f"people.household.{household.key}", household.address_sealed).decode()


def living(person: Person) -> list[Household]:
    """Every household that names the person, for officers: those kept from it too."""
    return list(
        Household.objects.filter(
            memberships__person_id__in=same_ids(person),
            memberships__superseded_at__isnull=True,
        )
        .select_related("place")
        .distinct()
        .order_by("pk")
    )
