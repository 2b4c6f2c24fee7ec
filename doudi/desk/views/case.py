"""One application on one screen: the computation, the criteria, the progress, the family."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

import doudi.applications.queries as applications
import doudi.awards.queries as awards
import doudi.decisions.queries as decisions
import doudi.verification.queries as verification
import doudi.visits.queries as visits
from doudi.applications.actions.reading import note_read
from doudi.applications.guards import READING_DUTIES, check_can_read
from doudi.applications.models import Application
from doudi.awards.guards.care import OFFER_READERS, RECHECK_READERS
from doudi.awards.queries.care import care_panel
from doudi.awards.queries.change_pages import panel as change_panel
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.decisions.guards.volume import KEEPERS
from doudi.desk.queries import family_links, next_steps
from doudi.desk.queries.sight import OFFERS_SHOWN, Sight, sight_of, told
from doudi.people.queries.family import panel as family_panel
from doudi.ui.access import for_officer
from doudi.ui.lines import Entry


@for_officer(*READING_DUTIES)
def case(request: HttpRequest, key: UUID) -> HttpResponse:
    """Each module shows its own fragment; the door only puts them in the order of reading."""
    by = request.officer  # type: ignore[attr-defined]
    application = applications.by_key(key)
    today = clock.today()
    check_can_read(by, application, today)
    note_read(application=application, by=by, at=clock.now())
    asked = applications.request_of(application)
    household = application.household
    visit, check = visits.panel(household), verification.panel(household)
    sight = sight_of(by, application, visit.plan, check.check, today)
    given = awards.of_household(household) if sight.result else []
    return render(
        request,
        "desk/case.html",
        {
            "application": applications.panel(application, on=today),
            "decision": decisions.panel(asked, by=by, on=today) if sight.result else None,
            "family": family_panel(household, today),
            "links": family_links(household, by),
            "check": check if sight.check else None,
            "visit": visit if sight.visit else None,
            "changes": [change_panel(award) for award in given],
            "care": [care_panel(award, today) for award in given],
            "recheck_links": by.duty in RECHECK_READERS,
            "offers_shown": by.duty in OFFERS_SHOWN,
            "offer_links": by.duty in OFFER_READERS,
            "awards": [awards.panel(award, today) for award in given],
            "steps": next_steps(application, by, today),
            "timeline": timeline(application, sight),
            "by": by,
            "request_pk": asked.pk if by.duty in KEEPERS else None,
        },
    )


def timeline(application: Application, sight: Sight) -> list[Entry]:
    """Everything that was done, oldest first, from every station of the river."""
    household = application.household
    entries = [
        *applications.timeline(application),
        *told(verification.timeline(household), sight.check),
        *visits.timeline(household, finding=sight.visit),
        *told(decisions.timeline(application), sight.result),
    ]
    return sorted(entries, key=_moment)


def _moment(entry: Entry) -> datetime:
    """Entries with a day alone stand at its end; those without a date are still to come."""
    if isinstance(entry.on, datetime):
        return entry.on
    if isinstance(entry.on, date):
        return beijing(entry.on, 23, 59)
    return beijing(date.max.replace(month=1))
