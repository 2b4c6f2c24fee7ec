"""What the nouns upstream say about a request: visited, checked, by whom."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from doudi.applications.models import Application, Request
from doudi.policies.rules.flows import Flow, flow_for
from doudi.verification.models import Check
from doudi.visits.models import Visit

FINISHED_VISIT = Visit.objects.filter(
    plan__household=OuterRef("application__household"),
    plan__cancelled_at__isnull=True,
    finished_at__gte=OuterRef("application__submitted_at"),
)
REPORTED_CHECK = Check.objects.filter(
    household=OuterRef("application__household"),
    reported_at__isnull=False,
    requested_at__gte=OuterRef("application__submitted_at"),
)


def finished_visits(application: Application) -> QuerySet[Visit]:
    """Visits of the household finished since this application was submitted."""
    found = Visit.objects.filter(
        plan__household_id=application.household_id,
        plan__cancelled_at__isnull=True,
        finished_at__isnull=False,
    )
    return found.filter(finished_at__gte=application.submitted_at or application.started_at)


def reported_checks(application: Application) -> QuerySet[Check]:
    found = Check.objects.filter(household_id=application.household_id, reported_at__isnull=False)
    return found.filter(requested_at__gte=application.submitted_at or application.started_at)


def investigators(application: Application) -> set[int]:
    """User ids of those who visited the household for this application."""
    pairs = finished_visits(application).values_list("plan__first__user", "plan__second__user")
    return {user for pair in pairs for user in pair}


def with_findings(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Those whose household was visited and whose check was reported."""
    return requests.filter(Exists(FINISHED_VISIT), Exists(REPORTED_CHECK))


def flow_of(request: Request, on: date) -> Flow:
    return flow_for(request.programme, request.application.place.code, on)


def proposing_duty(request: Request, on: date) -> str:
    """Who proposes there: the district's reviewer, or the town's leader where towns decide."""
    return _duty(flow_of(request, on), "propose")


def deciding_duty(request: Request, on: date) -> str:
    return _duty(flow_of(request, on), "decide")


def _duty(flow: Flow, code: str) -> str:
    step = flow.step(code)
    return step.duty if step else ""
