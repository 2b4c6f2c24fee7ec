"""Finding a case by what an officer has at hand."""

from datetime import date

from django.db.models import Q

from doudi.accounts.queries import place_codes, under
from doudi.applications.guards import can_read
from doudi.applications.models import Application
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.identity import read_identity_number
from doudi.common.refusals import Refusal
from doudi.people.models import PersonName
from doudi.people.queries import by_number

FOUND_LIMIT = 50


def find_cases(text: str, by: Officer, on: date) -> list[Application]:
    """Applications under the officer's places by number, by identity number or by name.

    A name is found by its beginning; at most 50 rows, newest first, none that may not be read.
    """
    rows = Application.objects.filter(_meant(text), under(place_codes(by, on)))
    rows = rows.exclude(state=State.DRAFT).select_related("place", "applicant", "household")
    newest = rows.distinct().order_by("-submitted_at", "-pk")[:FOUND_LIMIT]
    return [found for found in newest if can_read(by, found, on)]


def _meant(text: str) -> Q:
    """A number with its digit checked is a person's; what starts with letters, a case's."""
    try:
        person = by_number(read_identity_number(text).text)
        return Q(household__memberships__person=person) if person else Q(pk=None)
    except Refusal:
        pass
    if text[:2].isascii():
        return Q(number=text.upper()) | Q(receipt_number=text.upper())
    named = PersonName.objects.filter(name__startswith=text, superseded_at__isnull=True)
    return Q(applicant__in=named.values("person")) | Q(
        household__memberships__person__in=named.values("person")
    )
