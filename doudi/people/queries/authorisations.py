"""Consent is looked up at the moment of use, never remembered."""

import hashlib
from datetime import date, datetime

from doudi.people.models import Authorisation, Household, SigningLink
from doudi.people.queries.households import MemberView, adults


def in_force(household: Household, on: date) -> list[Authorisation]:
    return list(
        Authorisation.objects.filter(
            household=household, revoked_at__isnull=True, valid_until__gte=on
        )
        .select_related("signature")
        .order_by("signed_at")
    )


def unsigned_adults(household: Household, on: date) -> tuple[MemberView, ...]:
    """Adults of the household without an authorisation in force."""
    signed = {letter.person_id for letter in in_force(household, on)}
    return tuple(m for m in adults(household, on) if m.person.pk not in signed)


def authorisation_in_force(household: Household, on: date) -> bool:
    """Whether every adult's authorisation is in force on this day."""
    return bool(adults(household, on)) and not unsigned_adults(household, on)


def link_target(token: str, at: datetime) -> SigningLink | None:
    """The unused, unexpired link of this token."""
    return (
        SigningLink.objects.filter(
            token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=at
        )
        .select_related("household", "person")
        .first()
    )


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
