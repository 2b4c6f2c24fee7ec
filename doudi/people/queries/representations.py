"""Who stands in for whom on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from doudi.people.models import Person, Representation
from doudi.people.queries.merges import same_ids
from doudi.people.states import RepresentationKind

# Whose standing lets a letter be signed, or stands instead of one.
GUARDING = (RepresentationKind.GUARDIAN, RepresentationKind.OFFICE)


def standing(on: date) -> QuerySet[Representation]:
    return Representation.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        valid_from__lte=on,
        ended_at__isnull=True,
    )


def representatives_of(person: Person, on: date) -> list[Representation]:
    """Guardians, proxies, helpers and offices, the oldest first."""
    rows = standing(on).filter(person_id__in=same_ids(person))
    return list(rows.select_related("by_person", "by_office").order_by("valid_from", "pk"))


def may_act_for(actor_person: Person, person: Person, on: date) -> bool:
    """Whether the actor is this person, or stands in for it on this day."""
    actors, wards = same_ids(actor_person), same_ids(person)
    if actors & wards:
        return True
    return standing(on).filter(by_person_id__in=actors, person_id__in=wards).exists()


def office_acts_for(office_id: int, person: Person, on: date) -> bool:
    """Whether this office represents the person: its officers then sign and declare for it."""
    return standing(on).filter(by_office_id=office_id, person_id__in=same_ids(person)).exists()


def wards_of(person: Person, on: date) -> list[Person]:
    """Whom this person stands in for."""
    rows = standing(on).filter(by_person_id__in=same_ids(person)).select_related("person")
    return list({row.person_id: row.person for row in rows.order_by("pk")}.values())


def representations_of(person_ids: list[int], on: date) -> QuerySet[Representation]:
    """Every one in force for these members, for the desk."""
    rows = standing(on).filter(person_id__in=person_ids)
    return rows.select_related("by_person", "by_office", "recorded_by__user").order_by("pk")
