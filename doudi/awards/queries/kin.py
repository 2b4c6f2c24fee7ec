"""近亲属比对: open applications and awards of families with a relative on the county's register.

Computed from what is filed now, so that every new filing and every new award is compared at once.
"""

from datetime import date

from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.applications.models import Application
from doudi.applications.states import State as Asked
from doudi.awards.models import Award
from doudi.awards.states import State
from doudi.common.actors import Officer
from doudi.people.models import Household, Identity, KinEntry
from doudi.people.queries import names_of
from doudi.people.queries.kin import Hit, hits_of_households

OPEN = (Asked.SUBMITTED, Asked.TAKEN_IN, Asked.ACCEPTED)


def _on_register() -> QuerySet[Household]:
    indexes = KinEntry.objects.filter(
        filing__superseded_at__isnull=True, number_index__isnull=False
    ).values("number_index")
    held = Identity.objects.filter(number_index__in=indexes, superseded_at__isnull=True)
    return Household.objects.filter(
        memberships__person__in=held.values("person"), memberships__superseded_at__isnull=True
    )


def applications_of_kin(by: Officer, on: date) -> QuerySet[Application]:
    """Being worked on, in the places of this post, newest first."""
    found = Application.objects.filter(under(place_codes(by, on)), state__in=OPEN)
    found = found.filter(household__in=_on_register())
    return found.select_related("household__place", "applicant").order_by("-submitted_at", "pk")


def awards_of_kin(by: Officer, on: date) -> QuerySet[Award]:
    """Awards that are not over, in the places of this post."""
    reached = under(place_codes(by, on), "household__place__code")
    found = Award.objects.filter(reached, household__in=_on_register()).exclude(state=State.ENDED)
    return found.select_related("household__place").order_by("pk")


def pairs_of(households: list[int], on: date) -> dict[int, tuple[tuple[str, str, str, str], ...]]:
    """For a page of households: who filed, from which office, which relation, which member."""
    found = hits_of_households(households, on)
    names = names_of({hit.person_id for hits in found.values() for hit in hits})
    return {home: tuple(_pair(hit, names) for hit in hits) for home, hits in found.items()}


def _pair(hit: Hit, names: dict[int, str]) -> tuple[str, str, str, str]:
    filing = hit.entry.filing
    relation = str(hit.entry.get_relation_display())
    return filing.user.name, filing.post.office.name, relation, names.get(hit.person_id, "")
