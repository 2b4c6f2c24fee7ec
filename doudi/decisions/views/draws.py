"""抽查: the public pages of hashes, keys and lots; and the county's list of whom it must visit."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from doudi.accounts.states import Duty
from doudi.common import clock
from doudi.common.workdays import workdays_left
from doudi.decisions.queries import county, draws
from doudi.people.queries import names_of
from doudi.ui.access import for_anyone, for_officer

PER_PAGE = 50


@for_anyone
@require_GET
def months(request: HttpRequest) -> HttpResponse:
    page = Paginator(draws.keys(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [draws.public(key) for key in page]
    return render(request, "decisions/draws.html", {"page": page, "rows": rows})


@for_anyone
@require_GET
def month(request: HttpRequest, key: UUID) -> HttpResponse:
    """Numbers and whether they were drawn; no family, no place below the district."""
    found = draws.public(get_object_or_404(draws.keys(), pk=key), lots=True)
    return render(request, "decisions/draws_month.html", {"shown": found})


@for_officer(Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER, Duty.AUDITOR)
@require_GET
def to_visit(request: HttpRequest) -> HttpResponse:
    """Whom the county must see at home before the decision, the shortest time left first."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = Paginator(county.to_visit(by, on), PER_PAGE).get_page(request.GET.get("page"))
    asked = list(page)
    homes = {one.application.household_id for one in asked}
    grounds = county.grounds_of(asked, on, homes)
    plans = county.planned(homes)
    names = names_of({one.application.applicant_id for one in asked})
    rows = [
        {
            "request": one,
            "name": names.get(one.application.applicant_id, ""),
            "grounds": [county.word(ground.code) for ground in grounds.get(one.pk, [])],
            "left": workdays_left(on, one.application.due_on) if one.application.due_on else None,
            "plan": plans.get(one.application.household_id),
        }
        for one in asked
    ]
    may_plan = by.duty == Duty.COUNTY_REVIEWER
    context = {"page": page, "rows": rows, "may_plan": may_plan}
    return render(request, "decisions/to_visit.html", context)
