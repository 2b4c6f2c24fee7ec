"""Finding a case by what an officer has at hand."""

from datetime import date
from typing import Any

from django.db.models import Q

from doudi.accounts.queries import place_codes, under
from doudi.applications.guards import can_read
from doudi.applications.models import Application
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.identity import read_identity_number
from doudi.common.refusals import Refusal
from doudi.people.models import Membership, PersonName
from doudi.people.queries import by_number, same_ids
from doudi.people.rules import clean_name, latin_key

FOUND_LIMIT = 50
SHORTEST = 2  # letters: one initial would find everybody


def find_cases(text: str, by: Officer, on: date) -> list[Application]:
    """Applications under the officer's places by number, by identity number or by name.

    A name is found by its beginning in characters, in pinyin or by its initials, a person by the
    whole number alone: never by a part of it. At most 50 rows, newest first, none that may not be
    read.
    """
    rows = Application.objects.filter(_meant(text), under(place_codes(by, on)))
    rows = rows.exclude(state=State.DRAFT).select_related("place", "applicant", "household")
    newest = rows.distinct().order_by("-submitted_at", "-pk")[:FOUND_LIMIT]
    return [found for found in newest if can_read(by, found, on)]


def _meant(text: str) -> Q:
    """A number that reads as one is a person's; other letters and digits a case's or a name's."""
    try:
        person = by_number(read_identity_number(text).text)
        return _of_people(same_ids(person)) if person else Q(pk=None)
    except Refusal:
        pass
    if not text.isascii():
        return _named(Q(name__startswith=clean_name(text)))
    cases = Q(number=text.upper()) | Q(receipt_number=text.upper())
    key = latin_key(text)
    if not key or key[0].isdigit() or len(key) < SHORTEST:
        return cases
    return cases | _named(Q(pinyin__startswith=key) | Q(initials__startswith=key))


def _named(wanted: Q) -> Q:
    """Names in use: what somebody was called before is not looked for."""
    found = PersonName.objects.filter(wanted, superseded_at__isnull=True)
    return _of_people(found.values("person"))


def _of_people(people: Any) -> Q:
    """The applicant or a member; a membership that was taken back counts no more."""
    members = Membership.objects.filter(person__in=people, superseded_at__isnull=True)
    return Q(applicant__in=people) | Q(household__in=members.values("household"))
