"""Reading facts: as true on a day, as known at a moment."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from doudi.facts.models import Fact, Snapshot
from doudi.facts.rules.head import with_head
from doudi.people.models import Household
from doudi.people.queries import MemberView, members


def current(household: Household, *, on: date, known: datetime) -> QuerySet[Fact]:
    """Facts true on `on` as the platform knew them at `known`, oldest first."""
    return (
        Fact.objects.filter(household=household, known_at__lte=known)
        .filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known))
        .filter(Q(true_from__isnull=True) | Q(true_from__lte=on))
        .filter(Q(true_until__isnull=True) | Q(true_until__gt=on))
        .order_by("known_at", "pk")
    )


def snapshot_content(
    household: Household,
    *,
    on: date,
    known: datetime,
    persons: Iterable[int] | None = None,
) -> dict[str, Any]:
    """The input of an assessment as plain JSON, without names and numbers.

    `persons` limits it to these members; None takes everyone who lives there on that day.
    """
    wanted = None if persons is None else set(persons)
    shown = [
        member
        for member in members(household, on, known)
        if wanted is None or member.person.pk in wanted
    ]
    ids = {member.person.pk for member in shown}
    return {
        "household": str(household.key),
        "place": household.place.code,
        "registration": household.registration,
        "on": on.isoformat(),
        "known": known.isoformat(),
        "members": _members(shown),
        "facts": [
            _plain(fact)
            for fact in current(household, on=on, known=known)
            if fact.person_id is None or fact.person_id in ids
        ],
    }


def _members(shown: Iterable[MemberView]) -> list[dict[str, Any]]:
    """With a head, whoever is left; relations in the words of the law as code."""
    rows = with_head(
        [
            {
                "id": member_id(member.person.pk),
                "relation": member.relation,
                "born_on": member.born_on.isoformat() if member.born_on else None,
                "sex": member.sex,
            }
            for member in shown
        ]
    )
    return [{**row, "relation": _RELATIONS.get(row["relation"], row["relation"])} for row in rows]


# the law as code has fewer relations than the household form
_RELATIONS = {"parent_in_law": "other"}


def member_id(person_id: int) -> str:
    return f"p{person_id}"


def person_id(member: str) -> int:
    """The person behind a member id of a case."""
    return int(member.removeprefix("p"))


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def snapshot(sha256: str) -> Snapshot:
    return Snapshot.objects.get(pk=sha256)


def _plain(fact: Fact) -> dict[str, Any]:
    return {
        "key": str(fact.key),
        "attribute": fact.attribute,
        "item": fact.item,
        "person": member_id(fact.person_id) if fact.person_id else None,
        "value": fact.value,
        "unknown": fact.unknown,
        "source_kind": fact.source_kind,
        "source": fact.source,
        "as_of": fact.as_of.isoformat(),
    }
