"""The family's page of one application: where it stands, the sheet, the letter, the money."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from doudi.applications.guards import FULL, check_can_see_progress, sight
from doudi.applications.queries import by_key, request_of
from doudi.applications.states import State
from doudi.awards.queries import panel as award_panel
from doudi.common import clock
from doudi.decisions.queries import for_family
from doudi.payments.queries import paid_to
from doudi.portal.queries import awards_of_case, case_line
from doudi.ui.access import for_citizen


@for_citizen()
def case(request: HttpRequest, key: UUID) -> HttpResponse:
    """At level 0 the progress alone; sums, letters and certificates need a known person."""
    citizen = request.citizen  # type: ignore[attr-defined]
    application = by_key(key)
    today = clock.today()
    check_can_see_progress(citizen, application, today)
    full = sight(citizen, application, today) == FULL
    if full and application.state == State.DRAFT:
        return redirect("applications_members", application.key)
    known = full and citizen.level >= 1
    return render(
        request,
        "portal/case.html",
        {
            "line": case_line(application),
            "application": application,
            "known": known,
            "decision": for_family(request_of(application)) if known else None,
            "awards": [award_panel(a, today) for a in awards_of_case(application)] if known else [],
            "payments": paid_to(application.household)[:12] if known else [],
        },
    )
