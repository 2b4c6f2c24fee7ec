"""What people say against a case and wait an answer for: objections, complaints, reviews."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.decisions.models import Appraisal, Complaint, Objection, Review
from doudi.decisions.queries import river
from doudi.decisions.states import ObjectionRoute
from doudi.visits.models import Visit

# the county answers: town and village are what complaints and reviews are mostly about
ANSWERERS = (Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)
# who may read who complained, besides the hotline officer that took the call
NAME_READERS = (Duty.COUNTY_REVIEWER, Duty.AUDITOR)


_VISITED_SINCE = Visit.objects.filter(
    plan__household=OuterRef("line__request__application__household"),
    plan__cancelled_at__isnull=True,
    finished_at__gt=OuterRef("judged_at"),
)
_APPRAISED = Appraisal.objects.filter(objection=OuterRef("pk"))


def waited_for() -> QuerySet[Objection]:
    """Of substance, and the visit or the appraisal that was ordered has not been held yet."""
    visit = Q(route=ObjectionRoute.INVESTIGATE) & ~Exists(_VISITED_SINCE)
    appraisal = Q(route=ObjectionRoute.APPRAISE) & ~Exists(_APPRAISED)
    return Objection.objects.filter(visit | appraisal, substance=True)


def still_waited_for(request: Request) -> Objection | None:
    return waited_for().filter(line__request=request).order_by("pk").first()


def looked_again_at(request: Request) -> datetime | None:
    """When the family was last looked at anew; an assessment before that counts no more."""
    objections = Objection.objects.filter(line__request=request, substance=True)
    judged = list(objections.values_list("judged_at", flat=True))
    appraised = list(request.appraisals.values_list("noted_at", flat=True))
    annulled = list(request.decisions.values_list("annulled_at", flat=True))
    visits = river.finished_visits(request.application).values_list("finished_at", flat=True)
    moments = [at for at in (*judged, *appraised, *annulled) if at is not None]
    if judged:
        moments += [at for at in visits if at is not None]
    return max(moments, default=None)


def open_objections(by: Officer, on: date) -> QuerySet[Objection]:
    """Not answered yet, oldest first."""
    found = Objection.objects.filter(
        under(place_codes(by, on), "line__posting__place__code"), answered_at__isnull=True
    )
    related = ("line__posting__place__parent", "line__request__application__place")
    return found.select_related(*related).order_by("noted_at", "pk")


def open_complaints(by: Officer, on: date) -> QuerySet[Complaint]:
    return complaints(by, on).filter(answered_at__isnull=True)


def complaints(by: Officer, on: date) -> QuerySet[Complaint]:
    """The county's and the auditor's own places; the hotline what this post took down."""
    found = Complaint.objects.select_related("place__parent").order_by("due_on", "received_at")
    if by.duty in {*ANSWERERS, Duty.AUDITOR}:
        return found.filter(under(place_codes(by, on)))
    return found.filter(received_by_id=by.post_id)


def open_reviews(by: Officer, on: date) -> QuerySet[Review]:
    found = Review.objects.filter(
        under(place_codes(by, on), "decision__place__code"), answered_at__isnull=True
    )
    return found.select_related("decision__place__parent", "decision__household").order_by("due_on")


def own_complaints(user_id: int) -> QuerySet[Complaint]:
    """What was sent from this sign-in, newest first."""
    return Complaint.objects.filter(sent_by_id=user_id).order_by("-received_at")
