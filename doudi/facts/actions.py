"""Stating, retracting and freezing what is known."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.facts.models import Fact, Snapshot
from doudi.facts.queries import hash_of, snapshot_content
from doudi.facts.rules.attributes import attribute as known_attribute
from doudi.people.models import Household, Person


@action
def state(
    *,
    household: Household,
    attribute: str,
    value: Any = None,
    unknown: str = "",
    person: Person | None = None,
    item: str = "",
    unit: str = "",
    source_kind: str,
    source: str,
    source_key: str = "",
    as_of: date,
    by: Actor,
    at: datetime,
) -> Fact:
    """One statement; it supersedes this kind of source's statement about the same item.

    Exactly one of `value` and `unknown` (a cause of `states.Unknown`) is given. Raises
    UnknownAttribute for a code outside the closed list.
    """
    known_attribute(attribute)
    _same_item(household, attribute, person, item, source_kind).update(superseded_at=at)
    fact = Fact.objects.create(
        household=household,
        person=person,
        attribute=attribute,
        item=item,
        value=value,
        unknown=unknown,
        unit=unit,
        source_kind=source_kind,
        source=source,
        source_key=source_key,
        as_of=as_of,
        known_at=at,
    )
    record(
        by=by, at=at, verb="state", noun="fact", key=str(fact.pk),
        household=household.pk, source=str(source_kind),
    )  # fmt: skip
    return fact


@action
def retract(
    *,
    household: Household,
    attribute: str,
    person: Person | None = None,
    item: str = "",
    source_kind: str,
    by: Actor,
    at: datetime,
) -> None:
    """The source takes its statement back; the row stays, marked superseded."""
    rows = _same_item(household, attribute, person, item, source_kind)
    for fact in rows:
        record(by=by, at=at, verb="retract", noun="fact", key=str(fact.pk))
    rows.update(superseded_at=at)


@action
def take_snapshot(
    *,
    household: Household,
    on: date,
    known: datetime,
    members: list[int] | None = None,
    by: Actor,
    at: datetime,
) -> Snapshot:
    """Freezes what an assessment reads; the same content again is the same snapshot."""
    content = snapshot_content(household, on=on, known=known, persons=members)
    sha256 = hash_of(content)
    snapshot, created = Snapshot.objects.get_or_create(
        pk=sha256,
        defaults={
            "household": household,
            "on": on,
            "known": known,
            "content": content,
            "taken_at": at,
        },
    )
    if created:
        record(by=by, at=at, verb="take_snapshot", noun="household", key=str(household.pk))
    return snapshot


def _same_item(
    household: Household, attribute: str, person: Person | None, item: str, source_kind: str
) -> QuerySet[Fact]:
    return Fact.objects.filter(
        household=household,
        attribute=attribute,
        person=person,
        item=item,
        source_kind=source_kind,
        superseded_at__isnull=True,
    )
