"""Consent is looked up at the moment of use, never remembered."""

import hashlib
from datetime import date, datetime

from doudi.common.clock import day_of
from doudi.people.models import Authorisation, Household, SigningLink
from doudi.people.queries.excuses import excused, kept_from
from doudi.people.queries.households import MemberView, adults, members
from doudi.people.queries.representations import GUARDING, standing


def in_force(household: Household, on: date) -> list[Authorisation]:
    return list(
        Authorisation.objects.filter(
            household=household, revoked_at__isnull=True, valid_until__gte=on
        )
        .select_related("signature")
        .order_by("signed_at")
    )


def unsigned_adults(household: Household, on: date) -> tuple[MemberView, ...]:
    """Adults without an authorisation in force whom no officer has excused from signing."""
    signed = {letter.person_id for letter in in_force(household, on)}
    left_out = signed | excused(household, on)
    return tuple(m for m in adults(household, on) if m.person.pk not in left_out)


def authorisation_in_force(household: Household, on: date) -> bool:
    """Whether nobody's letter is missing and somebody answers for the household on this day.

    That is one letter in force, or a member whom a guardian or an office represents: excuses
    alone let nobody be checked.
    """
    if unsigned_adults(household, on):
        return False
    people = [one.person.pk for one in members(household, on)]
    if any(letter.person_id in people for letter in in_force(household, on)):
        return True
    return standing(on).filter(person_id__in=people, kind__in=GUARDING).exists()


def link_target(token: str, at: datetime) -> SigningLink | None:
    """The unused, unexpired link of this token; a person who is kept from the case has none."""
    link = (
        SigningLink.objects.filter(
            token_hash=token_hash(token), used_at__isnull=True, expires_at__gt=at
        )
        .select_related("household", "person")
        .first()
    )
    if link and kept_from(link.person, link.household, day_of(at)):
        return None
    return link


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
