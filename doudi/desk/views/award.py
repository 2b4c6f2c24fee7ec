"""One award on one screen: what is given, what changed, how the family is looked in on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

import doudi.awards.queries as awards
from doudi.awards.guards import READERS
from doudi.awards.guards.care import OFFER_READERS, RECHECK_READERS, check_can_read_award
from doudi.awards.queries.care import care_panel
from doudi.awards.queries.change_pages import panel as change_panel
from doudi.common import clock
from doudi.desk.queries.sight import CARE_READERS, OFFERS_SHOWN
from doudi.people.queries import current_name, members
from doudi.ui.access import for_officer

DUTIES = tuple(dict.fromkeys([*READERS, *RECHECK_READERS]))


@for_officer(*DUTIES)
def award(request: HttpRequest, key: UUID) -> HttpResponse:
    """For officers of the award's places, who act through the links of their duty."""
    by = request.officer  # type: ignore[attr-defined]
    today = clock.today()
    found = awards.by_key(key)
    check_can_read_award(by, found, today)
    return render(
        request,
        "desk/award.html",
        {
            "award": found,
            "name": current_name(found.holder),
            "panel": awards.panel(found, today),
            "changes": change_panel(found),
            "care": care_panel(found, today) if by.duty in CARE_READERS else None,
            "members": members(found.household, today),
            "recheck_links": by.duty in RECHECK_READERS,
            "offers_shown": by.duty in OFFERS_SHOWN,
            "offer_links": by.duty in OFFER_READERS,
        },
    )
