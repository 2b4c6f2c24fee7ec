"""撤回的授权, as a list for the town."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.decisions.queries.withdrawn import SEEN_BY, cases_of, withdrawn
from doudi.people.queries import names_of
from doudi.ui.access import for_officer

PER_PAGE = 50


@for_officer(*SEEN_BY)
def letters(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = Paginator(withdrawn(by, on), PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    names, cases = names_of(one.person_id for one in found), cases_of(found)
    rows = [(one, names.get(one.person_id, ""), cases.get(one.household_id)) for one in found]
    return render(request, "decisions/withdrawn.html", {"page": page, "rows": rows})
