"""What hangs in a village, shown while it hangs: no search, no name in full, not indexed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.accounts.queries import children, place_by_code
from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.decisions import actions
from doudi.decisions.forms import ObjectForm
from doudi.decisions.models import Posting
from doudi.decisions.queries.public import (
    districts_with_sheets,
    lines_to_object,
    public_sheet,
    sheets_of,
)
from doudi.decisions.queries.words import place_path
from doudi.decisions.views.asking import FORM
from doudi.decisions.views.limits import asked_too_often
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


@for_anyone
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the code on a printed sheet leads to: the sheet while it hangs, and a form."""
    found = public_sheet(key, clock.today())
    if found is None:
        return _unlisted(render(request, "decisions/public_sheet.html", {}, status=410))
    posting, shown = found
    form = ObjectForm(request.POST or None, lines=lines_to_object(posting))
    asked = request.method == "POST"
    if asked and not asked_too_often(request, form) and _raise(request, posting, form):
        sentence = _(
            "已经收到。乡镇（街道）会判断并处理，处理结果会在同一公开栏张贴；"
            "留了联系方式的，也会告诉本人。"
        )
        messages.success(request, sentence)
        return redirect("decisions_public_sheet", key)
    context = {"sheet": shown, "place": posting.place, "form": form}
    status = 422 if asked else 200
    return _unlisted(render(request, "decisions/public_sheet.html", context, status=status))


def _raise(request: HttpRequest, posting: Posting, form: ObjectForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        actions.raise_objection(
            line=posting.lines.select_related("posting", "request").get(pk=given["line"]),
            text=given["text"],
            name=given["name"],
            contact=given["contact"],
            by=getattr(request, "citizen", None) or FORM,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


@for_anyone
def robots(request: HttpRequest) -> HttpResponse:
    """Sheets, letters and checks are not for search engines; see also the header and the meta."""
    paths = ("/postings/", "/decisions/", "/check/", "/sign-in/", "/desk/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "no-store"
    return response
