"""What hangs in a village, shown while it hangs: no search, no name in full, not indexed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from doudi.accounts.queries import children, place_by_code
from doudi.common import clock
from doudi.decisions.queries.public import districts_with_sheets, sheets_of
from doudi.decisions.queries.words import place_path
from doudi.ui.access import for_anyone

_VILLAGE = 12


@for_anyone
def places(request: HttpRequest) -> HttpResponse:
    found = districts_with_sheets(clock.today())
    return _unlisted(render(request, "decisions/postings.html", {"places": found}))


@for_anyone
def place(request: HttpRequest, code: str) -> HttpResponse:
    """A district or town lists what lies in it; a village its sheets."""
    on = clock.today()
    here = place_by_code(code, on)
    village = len(here.code) == _VILLAGE
    context = {
        "here": here,
        "path": place_path(here),
        "places": () if village else children(here, on),
        "sheets": sheets_of(here, on) if village else (),
        "village": village,
    }
    return _unlisted(render(request, "decisions/postings.html", context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response
