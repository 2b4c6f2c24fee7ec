"""Which internal keys are one human being."""

from collections.abc import Iterable

from django.db.models import Q

from doudi.common.remembered import remembered_until_written
from doudi.people.models import Merge, Person


@remembered_until_written
def same_ids(person: Person | int) -> frozenset[int]:
    """This person's key and every key that officers found to be the same human being."""
    found = {person if isinstance(person, int) else person.pk}
    while True:
        pairs = Merge.objects.filter(
            Q(person_id__in=found) | Q(same_id__in=found), reversed_at__isnull=True
        ).values_list("person_id", "same_id")
        reached = found.union(*pairs)
        if reached == found:
            return frozenset(found)
        found = reached


def doubles(person_ids: Iterable[int]) -> frozenset[int]:
    """Those of the keys whose human being is already among the keys under another one."""
    ids = frozenset(person_ids)
    return _doubles(ids) if len(ids) > 1 else frozenset()


@remembered_until_written
def _doubles(ids: frozenset[int]) -> frozenset[int]:
    rows = Merge.objects.filter(
        person_id__in=sorted(ids), same_id__in=sorted(ids), reversed_at__isnull=True
    )
    return frozenset(rows.values_list("same_id", flat=True))


def leading(person: Person) -> Person:
    """The key that newer papers name: where this one was merged into another, that other."""
    seen = {person.pk}
    while (
        merge := Merge.objects.filter(same=person, reversed_at__isnull=True)
        .select_related("person")
        .first()
    ):
        if merge.person_id in seen:
            break
        person = merge.person
        seen.add(person.pk)
    return person
