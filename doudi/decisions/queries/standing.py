"""Where a request stands: its newest assessment, opinion, sheets, decision, letter."""

from datetime import date

from django.db.models import Q, QuerySet

from doudi.applications.models import Request
from doudi.common.clock import day_of
from doudi.common.remembered import remembered_until_written
from doudi.decisions.models import (
    Assessment,
    Decision,
    Letter,
    Objection,
    Opinion,
    Posting,
    PostingLine,
)
from doudi.decisions.states import PostingKind


@remembered_until_written
def newest_assessment(request: Request) -> Assessment | None:
    return request.assessments.select_related("bundle").order_by("-assessed_at", "-pk").first()


@remembered_until_written
def current_opinion(request: Request) -> Opinion | None:
    found = request.opinions.filter(superseded_at__isnull=True)
    return found.select_related("assessment__bundle", "given_by__user").first()


@remembered_until_written
def current_decision(request: Request) -> Decision | None:
    """The one decision about the request that stands: not returned, not annulled."""
    found = request.decisions.filter(returned_at__isnull=True, annulled_at__isnull=True)
    return found.select_related(
        "assessment__bundle", "office", "proposed_by__user", "decided_by__user"
    ).first()


def is_decided(request: Request) -> bool:
    found = request.decisions.filter(returned_at__isnull=True, annulled_at__isnull=True)
    return found.filter(decided_at__isnull=False).exists()


@remembered_until_written
def letter_of(request: Request) -> Letter | None:
    found = Letter.objects.filter(
        decision__request=request,
        decision__returned_at__isnull=True,
        decision__annulled_at__isnull=True,
    )
    return found.select_related("decision", "file", "served_by__user").first()


def lines_of(request: Request, kind: str) -> QuerySet[PostingLine]:
    """The request on sheets that count: not taken down early, the family not taken off."""
    found = PostingLine.objects.filter(request=request, posting__kind=kind, removal__isnull=True)
    if kind == PostingKind.BEFORE:
        found = _since_opinion(found, request)
    return found.filter(posting__early_reason="").select_related("posting").order_by("-pk")


def _since_opinion(lines: QuerySet[PostingLine], request: Request) -> QuerySet[PostingLine]:
    """A new opinion makes a new sheet: what changed must hang again."""
    opinion = current_opinion(request)
    if opinion is None:
        return lines.none()
    return lines.filter(posting__prepared_at__gte=opinion.given_at)


@remembered_until_written
def line_of(request: Request, kind: str = PostingKind.BEFORE) -> PostingLine | None:
    return lines_of(request, kind).first()


def has_hung_out(posting: Posting, on: date) -> bool:
    """Whether its last day is over and it was taken down after it."""
    if posting.until_on is None or posting.taken_down_at is None:
        return False
    down_on = day_of(posting.taken_down_at)
    return posting.until_on < down_on <= on and not posting.early_reason


def open_objections(request: Request) -> QuerySet[Objection]:
    """Raised, and the objector not yet answered."""
    return Objection.objects.filter(line__request=request, answered_at__isnull=True)


def unsettled_objections(request: Request) -> QuerySet[Objection]:
    """Of substance, and not yet followed by a new opinion: the old one does not stand."""
    found = Objection.objects.filter(line__request=request, substance=True)
    opinion = current_opinion(request)
    return found.filter(judged_at__gt=opinion.given_at) if opinion else found


def hanging(on: date) -> QuerySet[Posting]:
    """Sheets that hang on this day: on the public page no longer than on the board."""
    return Posting.objects.filter(
        hung_on__lte=on, until_on__gte=on, taken_down_at__isnull=True
    ).select_related("place", "office")


def people_and_amount(request: Request) -> tuple[int, int | None]:
    """Members counted and fen per month as decided, or as the opinion's assessment says."""
    decision = current_decision(request)
    opinion = current_opinion(request)
    assessment = decision.assessment if decision else opinion.assessment if opinion else None
    if assessment is None:
        return 0, None
    amount = decision.amount_fen if decision else assessment.amount_fen
    return int(assessment.result["people"] or 0), amount


def requests_on_sheets(person_id: int) -> QuerySet[Request]:
    """Requests whose applicant or declared member this person is, on a sheet not yet down."""
    family = Q(application__applicant_id=person_id) | Q(
        application__household__memberships__person_id=person_id
    )
    up = Q(posting_lines__posting__taken_down_at__isnull=True)
    up &= Q(posting_lines__removal__isnull=True, posting_lines__isnull=False)
    return Request.objects.filter(family).filter(up).distinct()
