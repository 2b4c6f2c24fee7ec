"""Awards in force, for those who look after them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from doudi.awards import guards, queries
from doudi.common import clock
from doudi.people.queries import names_of
from doudi.ui.access import for_officer


@for_officer(*guards.READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    found = queries.list_for(request.officer, clock.today())  # type: ignore[attr-defined]
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = names_of(award.holder_id for award in page)
    rows = [
        (
            award,
            names.get(award.holder_id, ""),
            len(award.beneficiaries.all()),
            sum(component.amount_fen for component in award.components.all()),
        )
        for award in page
    ]
    return render(request, "awards/list.html", {"page": page, "rows": rows})
