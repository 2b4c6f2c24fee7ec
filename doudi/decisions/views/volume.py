"""一户一档: asked for with a purpose, streamed as PDF; and what exists on paper only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.applications.models import Request
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions.actions import volume as actions
from doudi.decisions.forms import PaperForm, PurposeForm
from doudi.decisions.guards import check_can_see
from doudi.decisions.guards.volume import KEEPERS, PRINTERS, check_can_print
from doudi.decisions.models import PaperOnly
from doudi.people.queries import current_name
from doudi.ui.access import for_officer

_RELATED = ("application__place__parent", "application__household", "application__applicant")


def _seen(request: HttpRequest, pk: int) -> Request:
    found = get_object_or_404(Request.objects.select_related(*_RELATED), pk=pk)
    check_can_see(request.officer, found.application.place, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*KEEPERS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk))


def _page(
    request: HttpRequest,
    one: Request,
    status: int = 200,
    purpose: PurposeForm | None = None,
    paper: PaperForm | None = None,
) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    papers = one.papers.filter(struck_at__isnull=True).select_related("noted_by__user")
    context: dict[str, Any] = {
        "one": one,
        "name": current_name(one.application.applicant),
        "purpose_form": purpose or PurposeForm(),
        "paper_form": paper or PaperForm(),
        "papers": papers.order_by("pk")[:50],
        "no_print": refusal_of(check_can_print, by, one, on),
    }
    return render(request, "decisions/volume.html", context, status=status)


@require_POST
@never_cache
@for_officer(*PRINTERS)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Each asking is an own entry in the trail; the file is kept nowhere."""
    one, form = _seen(request, pk), PurposeForm(request.POST)
    if not form.is_valid():
        return _page(request, one, 422, purpose=form)
    try:
        pdf = actions.make_volume(
            request=one,
            purpose=form.cleaned_data["purpose"],
            by=request.officer,  # type: ignore[attr-defined]
            at=clock.now(),
        )
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error("purpose", refusal.sentence)
        return _page(request, one, 422, purpose=form)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.application.number}.pdf"'
    return answer


@require_POST
@for_officer(*KEEPERS)
def note_paper(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = _seen(request, pk), PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, one, 422, paper=form)
    actions.note_paper(
        request=one,
        by=request.officer,  # type: ignore[attr-defined]
        at=clock.now(),
        **form.cleaned_data,
    )
    return redirect("decisions_volume", one.pk)


@require_POST
@for_officer(*KEEPERS)
def strike_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(PaperOnly.objects.select_related("request"), pk=pk)
    one = _seen(request, paper.request_id)
    actions.strike_paper(paper=paper, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("decisions_volume", one.pk)
