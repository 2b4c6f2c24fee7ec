"""Certificates of a place: how long each holds, and a batch of them on paper."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.awards.actions import certificates as actions
from doudi.awards.guards import care as guards
from doudi.awards.models import Award
from doudi.awards.queries import certificates as queries
from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.people.queries import names_of
from doudi.ui.access import for_officer
from doudi.ui.posted import ticked


@for_officer(*guards.PRINTERS)
@require_GET
@never_cache
def show_list(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    on = clock.today()
    found = queries.certificates_for(request.officer, on)  # type: ignore[attr-defined]
    page = Paginator(found, queries.MOST_AT_ONCE).get_page(request.GET.get("page"))
    names = names_of(award.holder_id for award in page)
    rows = [
        (award, names.get(award.holder_id, ""), award.in_force[0] if award.in_force else None)
        for award in page
    ]
    context = {"page": page, "rows": rows, "on": on, "refusal": refusal}
    return render(request, "awards/certificates.html", context, status=422 if refusal else 200)


@for_officer(*guards.PRINTERS)
@require_POST
def print_batch(request: HttpRequest) -> HttpResponse:
    """The ticked ones as one PDF, never kept by the browser."""
    awards = list(
        Award.objects.filter(pk__in=ticked(request, "awards"))
        .select_related("place")
        .order_by("pk")
    )
    try:
        content = actions.print_batch(awards=awards, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _list(request, refusal)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="certificates.pdf"'
    response["Cache-Control"] = "no-store"
    return response
