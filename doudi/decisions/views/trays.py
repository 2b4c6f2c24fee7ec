"""The lists of what waits, one page a tray."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.decisions.queries import waiting
from doudi.decisions.queries.batches import kinds_of
from doudi.decisions.queries.rows import case_rows
from doudi.decisions.states import PostingKind
from doudi.decisions.trays import TITLES
from doudi.ui.access import for_officer
from doudi.ui.paging import NarrowPaginator

PER_PAGE = 50


@for_officer()
def tray(request: HttpRequest, tray: str) -> HttpResponse:
    """Answers 404 for a tray that is not of this duty."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    if tray not in waiting.trays_of(by.duty):
        raise Http404
    after = tray == waiting.POSTING and request.GET.get("kind") == PostingKind.AFTER
    found = waiting.for_publication(by, on) if after else waiting.rows(by, tray, on)
    page = NarrowPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    nouns = list(page.object_list)
    context = {"page": page, "tray": tray, "title": TITLES[tray], "on": on, "after": after}
    if tray == waiting.HANGING:
        return render(request, "decisions/sheets.html", {**context, "sheets": nouns})
    context["rows"] = case_rows(nouns, on)
    context["batch"] = not after and tray in kinds_of(by.duty)
    context["kind"] = PostingKind.AFTER if after else PostingKind.BEFORE
    return render(request, "decisions/tray.html", context)
