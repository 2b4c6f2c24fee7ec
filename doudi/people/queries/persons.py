"""Who a person is: names, numbers, the portal's users."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from doudi.accounts.models import User
from doudi.common.crypto import blind_index, blind_indexes, unseal
from doudi.common.identity import mask_number
from doudi.common.remembered import remembered_until_written
from doudi.people.models import Identity, Person, PersonName
from doudi.people.queries.merges import leading, same_ids
from doudi.people.rules import clean_document, mask_document
from doudi.people.states import OWN_NUMBER, DocumentKind


@dataclass(frozen=True)
class Paper:
    """A paper that somebody showed, its number masked."""

    kind: str
    kind_label: str
    masked: str


def current_name(person: Person) -> str:
    """The newest known name, or '' for a person without one."""
    return names_of([person.pk]).get(person.pk, "")


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    return dict(_names(frozenset(person_ids)))


@remembered_until_written
def _names(person_ids: frozenset[int]) -> dict[int, str]:
    rows = PersonName.objects.filter(
        person_id__in=sorted(person_ids), superseded_at__isnull=True
    ).order_by("known_at", "pk")
    return {row.person_id: row.name for row in rows}


def by_number(number: str) -> Person | None:
    """The person holding this normalised number now."""
    return by_document(DocumentKind.IDENTITY_CARD, number)


@remembered_until_written
def by_document(kind: str, number: str) -> Person | None:
    """The person who showed a paper of this kind and number; None for kinds that many share."""
    if kind not in OWN_NUMBER:
        return None
    identity = (
        Identity.objects.filter(
            number_index__in=document_indexes(kind, number), superseded_at__isnull=True
        )
        .select_related("person")
        .order_by("known_at", "pk")
        .first()
    )
    return leading(identity.person) if identity else None


def document_index(kind: str, number: str) -> bytes:
    """Each kind of paper has an index of its own: equal digits of two kinds are no hit."""
    return blind_index(*_indexed(kind, number))


def document_indexes(kind: str, number: str) -> list[bytes]:
    return blind_indexes(*_indexed(kind, number))


def _indexed(kind: str, number: str) -> tuple[str, str]:
    if kind == DocumentKind.IDENTITY_CARD:
        return "identity", number
    return f"identity.{kind}", clean_document(number)


def full_number(person: Person) -> str:
    """The identity number in clear, '' when there is none; the caller records the purpose."""
    identity = (
        person.identities.filter(kind=DocumentKind.IDENTITY_CARD, superseded_at__isnull=True)
        .order_by("-known_at", "-pk")
        .first()
    )
    return _opened(identity) if identity else ""


def masked_number(person: Person) -> str:
    number = full_number(person)
    return mask_number(number) if number else ""


def papers_of(person: Person) -> tuple[Paper, ...]:
    """Every paper on record, the newest first, masked."""
    rows = person.identities.filter(superseded_at__isnull=True).order_by("-known_at", "-pk")
    return tuple(Paper(row.kind, str(DocumentKind(row.kind).label), _masked(row)) for row in rows)


def _masked(row: Identity) -> str:
    number = _opened(row)
    return mask_number(number) if row.kind == DocumentKind.IDENTITY_CARD else mask_document(number)


def _opened(row: Identity) -> str:
    return unseal(f"people.identity.{row.pk}", row.number_sealed).decode()


def person_of(user: User | int) -> Person | None:
    """The person that a named officer or the government sign-in tied to this user."""
    return _person_of(user if isinstance(user, int) else user.pk)


@remembered_until_written
def _person_of(user_id: int) -> Person | None:
    return Person.objects.filter(logins__user_id=user_id, logins__revoked_at__isnull=True).first()


def users_of(person: Person) -> frozenset[int]:
    """Ids of the portal users who are known to be this person."""
    rows = User.objects.filter(
        logins__person_id__in=same_ids(person), logins__revoked_at__isnull=True
    )
    return frozenset(rows.values_list("pk", flat=True))


def is_alive(person: Person, on: date) -> bool:
    return person.died_on is None or person.died_on >= on
