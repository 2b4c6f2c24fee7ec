"""人户分离: visits asked of another office, as the one that asks and the one asked see them."""

from datetime import date

from django.db.models import QuerySet

from doudi.accounts.models import Office
from doudi.accounts.queries import place_codes, under
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.states import Level
from doudi.common.actors import Officer
from doudi.common.crypto import unseal
from doudi.people.models import Household
from doudi.visits.models import Ask

_RELATED = ("household__place", "office__seat", "asked_by__user", "asked_by__office", "plan")


def asks() -> QuerySet[Ask]:
    return Ask.objects.select_related(*_RELATED)


def ask_by_pk(pk: int) -> Ask | None:
    return asks().filter(pk=pk).first()


def asks_to_plan(by: Officer, on: date) -> QuerySet[Ask]:
    """What other offices asked of this one and nobody has planned yet, the most urgent first."""
    found = asks().filter(office_id=by.office_id, plan__isnull=True, taken_back_at__isnull=True)
    return found.order_by("due_on", "pk")


def asks_made(by: Officer, on: date) -> QuerySet[Ask]:
    """What was asked of others for families of this post's places, and has not come back."""
    mine = under(place_codes(by, on), "household__place__code")
    found = asks().filter(mine, taken_back_at__isnull=True)
    return found.filter(plan__done_at__isnull=True).order_by("due_on", "pk")


def open_ask(household: Household) -> Ask | None:
    found = asks().filter(household=household, taken_back_at__isnull=True)
    return found.filter(plan__done_at__isnull=True).first()


def offices_to_ask(household: Household, on: date) -> QuerySet[Office]:
    """Towns and streets other than the family's own."""
    towns = Office.objects.filter(valid_on(on), level=Level.TOWN, jurisdictions__duty="")
    own = household.place.code
    elsewhere = [office.pk for office in towns.select_related("seat") if not _holds(office, own)]
    found = Office.objects.filter(pk__in=elsewhere).select_related("seat__parent")
    return found.order_by("code")


def _holds(office: Office, code: str) -> bool:
    return code.startswith(office.seat.code)


def whereabouts(ask: Ask) -> str:
    """Where the family is to be found there, in the clear; '' when nothing was written."""
    if ask.address_sealed is None:
        return ""
    return unseal(f"visits.ask.{ask.key}", ask.address_sealed).decode()
