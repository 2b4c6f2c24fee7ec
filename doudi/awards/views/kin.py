"""近亲属比对, for the county and the auditor alone."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from doudi.awards.queries import kin
from doudi.common import clock
from doudi.people.queries.kin import READERS
from doudi.ui.access import for_officer

PER_PAGE = 50


@for_officer(*READERS)
@require_GET
@never_cache
def show_list(request: HttpRequest) -> HttpResponse:
    """Open applications, or awards, of families with a relative on the register."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    asked, given = kin.applications_of_kin(by, on), kin.awards_of_kin(by, on)
    awards = request.GET.get("state") == "awards"
    found: Any = given if awards else asked
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    pairs = kin.pairs_of([one.household_id for one in page], on)
    rows = [(one, pairs.get(one.household_id, ())) for one in page]
    context = {
        "page": page, "rows": rows, "awards": awards,
        "counts": (asked.count(), given.count()),
    }  # fmt: skip
    return render(request, "awards/kin.html", context)
