"""Who a person is: names, numbers, the portal's users."""

from collections.abc import Iterable

from doudi.accounts.models import User
from doudi.common.crypto import blind_index, unseal
from doudi.common.identity import mask_number
from doudi.people.models import Identity, Person, PersonName


def current_name(person: Person) -> str:
    """The newest known name, or '' for a person without one."""
    return names_of([person.pk]).get(person.pk, "")


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    rows = PersonName.objects.filter(
        person_id__in=list(person_ids), superseded_at__isnull=True
    ).order_by("known_at", "pk")
    return {row.person_id: row.name for row in rows}


def by_number(number: str) -> Person | None:
    """The person holding this normalised number now."""
    index = blind_index("identity", number)
    identity = (
        Identity.objects.filter(number_index=index, superseded_at__isnull=True)
        .select_related("person")
        .order_by("known_at", "pk")
        .first()
    )
    return identity.person if identity else None


def full_number(person: Person) -> str:
    """The identity number in clear, '' when there is none; the caller records the purpose."""
    identity = (
        person.identities.filter(superseded_at__isnull=True).order_by("-known_at", "-pk").first()
    )
    if identity is None:
        return ""
    return unseal(f"people.identity.{identity.pk}", identity.number_sealed).decode()


def masked_number(person: Person) -> str:
    number = full_number(person)
    return mask_number(number) if number else ""


def person_of(user: User | int) -> Person | None:
    """The person that a named officer or the government sign-in tied to this user."""
    user_id = user if isinstance(user, int) else user.pk
    return Person.objects.filter(logins__user_id=user_id, logins__revoked_at__isnull=True).first()
