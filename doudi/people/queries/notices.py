"""What a person was shown, what he signed, and what he may take back."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.people.models import Authorisation, NoticeRead, Person
from doudi.people.queries.persons import names_of

LIMIT = 20


@dataclass(frozen=True)
class LetterView:
    """One signed letter; `own`: the person may take it back now."""

    letter: Authorisation
    signer: str
    in_force: bool


def letters_of(person: Person, on: date) -> list[LetterView]:
    """The newest letters about this person, each with the version of its text."""
    found = list(
        Authorisation.objects.filter(person=person)
        .select_related("household__place")
        .order_by("-signed_at")[:LIMIT]
    )
    names = names_of(one.signed_by_id for one in found)
    return [
        LetterView(
            letter=one,
            signer="" if one.signed_by_id == person.pk else names.get(one.signed_by_id, ""),
            in_force=one.revoked_at is None and one.valid_until >= on,
        )
        for one in found
    ]


def notices_read(person: Person, user_id: int) -> QuerySet[NoticeRead]:
    """Which versions of the notice were shown to this person or on this phone, newest first."""
    mine = NoticeRead.objects.filter(person=person) | NoticeRead.objects.filter(user_id=user_id)
    return mine.order_by("-shown_at", "-pk")
