"""The trays: which requests, sheets, proposals and letters wait for whom."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.decisions.models import Decision, Letter, Objection, Opinion, Posting, PostingLine
from doudi.decisions.queries.river import with_findings
from doudi.decisions.queries.voices import waited_for
from doudi.decisions.rules.postings import unposted_codes
from doudi.decisions.states import Outcome, PostingKind, Recommendation
from doudi.policies.rules.flows import flows_on

OPINION, POSTING, HANGING = "opinion", "posting", "hanging"
PROPOSAL, DECISION, SERVICE = "proposal", "decision", "service"

_OF_DUTY: dict[str, tuple[str, ...]] = {
    Duty.TOWN_LEADER: (OPINION, POSTING, HANGING, PROPOSAL, SERVICE),
    Duty.TOWN_ACCEPTOR: (POSTING, HANGING, SERVICE),
    Duty.TOWN_INVESTIGATOR: (HANGING, SERVICE),
    Duty.VILLAGE_INTAKE: (HANGING, SERVICE),
    Duty.GRID_WORKER: (HANGING, SERVICE),
    Duty.COUNTY_REVIEWER: (PROPOSAL, HANGING),
    Duty.HOTLINE: (HANGING,),
    Duty.COUNTY_LEADER: (DECISION,),
    Duty.TOWN_DECIDER: (DECISION,),
}

_OPINION = Opinion.objects.filter(request=OuterRef("pk"), superseded_at__isnull=True)
_OPEN_DECISION = Decision.objects.filter(
    request=OuterRef("pk"), returned_at__isnull=True, annulled_at__isnull=True
)
_OBJECTION = Objection.objects.filter(line__request=OuterRef("pk"), answered_at__isnull=True)


def trays_of(duty: str) -> tuple[str, ...]:
    return _OF_DUTY.get(duty, ())


def rows(by: Officer, tray: str, on: date) -> QuerySet[Any]:
    """Requests (opinion, posting, proposal), sheets (hanging), decisions or letters."""
    return _QUERIES[tray](by, on)


def _requests(by: Officer, on: date) -> QuerySet[Request]:
    reached = under(place_codes(by, on), "application__place__code")
    found = Request.objects.filter(reached, application__state=State.ACCEPTED)
    related = ("application__place__parent", "application__household", "application__applicant")
    return found.select_related(*related).order_by("application__due_on", "pk")


def for_opinion(by: Officer, on: date) -> QuerySet[Request]:
    """Accepted, visited, checked, and without an opinion that stands."""
    waiting = waited_for().filter(line__request=OuterRef("pk"))
    found = with_findings(_requests(by, on)).filter(~Exists(_OPINION), ~Exists(_OPEN_DECISION))
    return found.filter(~Exists(waiting))


def _sheet_lines(kind: str) -> QuerySet[PostingLine]:
    return PostingLine.objects.filter(
        request=OuterRef("pk"), posting__kind=kind, posting__early_reason="", removal__isnull=True
    )


def for_posting(by: Officer, on: date) -> QuerySet[Request]:
    """Recommended and not yet on a sheet made after that opinion."""
    recommended = _OPINION.filter(recommendation=Recommendation.GRANT)
    since = _sheet_lines(PostingKind.BEFORE).filter(
        posting__prepared_at__gte=F("request__opinions__given_at"),
        request__opinions__superseded_at__isnull=True,
    )
    found = _requests(by, on).filter(Exists(recommended), ~Exists(since))
    found = found.exclude(programme__in=unposted_codes())
    return found.filter(~Exists(_OPEN_DECISION))


def for_publication(by: Officer, on: date) -> QuerySet[Request]:
    """Granted and not yet on the sheet that is hung after the decision."""
    granted = _OPEN_DECISION.filter(outcome=Outcome.GRANTED, decided_at__isnull=False)
    reached = under(place_codes(by, on), "application__place__code")
    related = ("application__place__parent", "application__household", "application__applicant")
    found = Request.objects.filter(reached, Exists(granted))
    found = found.filter(~Exists(_sheet_lines(PostingKind.AFTER)))
    found = found.exclude(programme__in=unposted_codes())
    return found.select_related(*related).order_by("pk")


def sheets(by: Officer, on: date) -> QuerySet[Posting]:
    """Sheets prepared or hanging, those due to come down first; `families`: how many they name."""
    reached = under(place_codes(by, on))
    families = Count("lines", filter=Q(lines__removal__isnull=True))
    found = Posting.objects.filter(reached, taken_down_at__isnull=True).annotate(families=families)
    return found.select_related("place", "office").order_by("until_on", "pk")


def due_to_take_down(by: Officer, on: date) -> QuerySet[Posting]:
    return sheets(by, on).filter(until_on__lt=on)


def for_proposal(by: Officer, on: date) -> QuerySet[Request]:
    """Posted to the end without an open objection, or recommended for refusal, where this duty
    proposes."""
    hung_out = _sheet_lines(PostingKind.BEFORE).filter(
        posting__taken_down_at__isnull=False,
        posting__until_on__lt=on,
        posting__prepared_at__gte=F("request__opinions__given_at"),
        request__opinions__superseded_at__isnull=True,
    )
    refused = _OPINION.filter(recommendation=Recommendation.REFUSE)
    ready = Q(Exists(hung_out)) | Q(Exists(refused))
    ready |= Q(Exists(_OPINION)) & Q(programme__in=unposted_codes())
    found = _requests(by, on).filter(_proposed_by(by.duty, on), ready)
    return found.filter(~Exists(_OPEN_DECISION), ~Exists(_OBJECTION))


def _proposed_by(duty: str, on: date) -> Q:
    """The district's reviewer proposes, or the town's leader where the flow lets towns decide."""
    found = Q(pk__in=[])
    for flow in flows_on(on):
        here = Q(programme=flow.programme, application__place__code__startswith=flow.place)
        step = flow.step("propose")
        found = found | here if step and step.duty == duty else found & ~here
    return found


def for_decision(by: Officer, on: date) -> QuerySet[Decision]:
    """Proposed to this office by somebody else."""
    reached = under(place_codes(by, on))
    found = Decision.objects.filter(reached, decided_at__isnull=True, returned_at__isnull=True)
    found = found.filter(office_id=by.office_id).exclude(proposed_user_id=by.user_id)
    return found.select_related(
        "place__parent", "household", "request__application__applicant", "assessment"
    ).order_by("proposed_at")


def for_service(by: Officer, on: date) -> QuerySet[Letter]:
    """Written and not yet with the family."""
    reached = under(place_codes(by, on), "decision__place__code")
    found = Letter.objects.filter(reached, served_on__isnull=True)
    return found.select_related(
        "decision__place__parent",
        "decision__household",
        "decision__request__application__applicant",
        "decision__assessment",
    ).order_by("written_at")


_QUERIES = {
    OPINION: for_opinion,
    POSTING: for_posting,
    HANGING: sheets,
    PROPOSAL: for_proposal,
    DECISION: for_decision,
    SERVICE: for_service,
}
