"""Whose number it is, as an office recorded it."""

from datetime import datetime

from doudi.accounts.models import User
from doudi.common.crypto import unseal
from doudi.people.models import Contact, Person


def holder_of(user: User, at: datetime) -> Person | None:
    """The one person for whom this user's number was recorded before `at`."""
    found = Contact.objects.filter(
        phone_index=user.phone_index, superseded_at__isnull=True, known_at__lt=at
    ).select_related("person")
    people = {contact.person_id: contact.person for contact in found[:2]}
    return next(iter(people.values())) if len(people) == 1 else None


def is_recorded(user_id: int, at: datetime) -> bool:
    """Whether the number that this citizen signs in with was recorded for one person."""
    return holder_of(User.objects.get(pk=user_id), at) is not None


def recorded_ending(person: Person) -> str:
    """The last four digits of the recorded number, '' when there is none."""
    contact = person.contacts.filter(superseded_at__isnull=True).first()
    if contact is None:
        return ""
    return unseal(f"people.contact.{contact.pk}", contact.phone_sealed).decode()[-4:]
