"""撤回的授权: families that took consent back, for the town to go and ask. Aid goes on."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.applications.models import Application
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.people.models import Authorisation

SEEN_BY = (Duty.TOWN_ACCEPTOR, Duty.COUNTY_REVIEWER)


def withdrawn(by: Officer, on: date) -> QuerySet[Authorisation]:
    """Revoked, of a family with an application that was not withdrawn, and not signed again."""
    asked = Application.objects.filter(household=OuterRef("household"))
    asked = asked.exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    again = Authorisation.objects.filter(
        person=OuterRef("person"),
        household=OuterRef("household"),
        signed_at__gt=OuterRef("revoked_at"),
    )
    found = Authorisation.objects.filter(
        under(place_codes(by, on), "household__place__code"), revoked_at__isnull=False
    )
    found = found.filter(Exists(asked), ~Exists(again))
    return found.select_related("household__place__parent").order_by("-revoked_at", "-pk")


def cases_of(letters: list[Authorisation]) -> dict[int, Application]:
    """Household → its newest application that was sent, in one query."""
    homes = {one.household_id for one in letters}
    found = Application.objects.filter(household__in=homes).exclude(state=State.DRAFT)
    return {one.household_id: one for one in found.order_by("started_at", "pk")}
