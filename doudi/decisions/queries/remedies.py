"""Who looks again when a family asks for it, and what became of that."""

from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Length

from doudi.accounts.models import Jurisdiction, Place
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.queries.places import prefixes
from doudi.common.clock import day_of
from doudi.decisions.models import Decision, Review
from doudi.decisions.queries.words import district_of
from doudi.policies.rules.flows import flow_for


def review_office(place: Place, on: date) -> str:
    """The county's civil affairs office for the place, by name; in words where none is known."""
    rows = Jurisdiction.objects.filter(valid_on(on), place__code__in=prefixes(place.code), duty="")
    rows = rows.filter(office__level="district", office__department__code="civil_affairs")
    nearest = rows.select_related("office").order_by(Length("place__code").desc()).first()
    return nearest.office.name if nearest else f"{district_of(place).name}民政部门"


def review_workdays(decision: Decision) -> int:
    """Working days in which a review is answered there."""
    if decision.decided_at is None:
        raise AttributeError("an undecided decision has no remedies")
    on = day_of(decision.decided_at)
    return flow_for(decision.programme, decision.place.code, on).complaint_workdays


def reviews_of(decision: Decision) -> QuerySet[Review]:
    """Newest first."""
    return decision.reviews.select_related("answered_by__user").order_by("-asked_at")
