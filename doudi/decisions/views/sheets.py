"""Sheets for the village board: made, printed, hung, objected to, taken down."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from doudi.accounts.queries import covers
from doudi.applications.models import Request
from doudi.common import clock
from doudi.common.language import in_chinese
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.common.workdays import workdays_left
from doudi.decisions import actions, guards
from doudi.decisions.forms import DownForm, HangForm, ObjectionForm
from doudi.decisions.guards.objections import NOTERS
from doudi.decisions.guards.postings import HANGERS, PREPARERS
from doudi.decisions.models import LineRemoval, Posting, PostingLine
from doudi.decisions.queries.posters import days_of, poster_data, same_names
from doudi.files.models import File
from doudi.files.queries import open_file
from doudi.ui.access import for_officer
from doudi.ui.posted import ticked
from doudi.ui.print import render_pdf

PAGE = Path(__file__).resolve().parent.parent / "print" / "poster.typ"


@require_POST
@for_officer(*PREPARERS)
def prepare(request: HttpRequest) -> HttpResponse:
    """One sheet for the families ticked in the tray, all of one village."""
    wanted = ticked(request, "requests")
    found = list(Request.objects.filter(pk__in=wanted).select_related("application__place"))
    if not found:
        return redirect("decisions_tray", "posting")
    posting = actions.prepare_posting(
        place=found[0].application.place,
        requests=found,
        kind=request.POST.get("kind", ""),
        by=request.officer,  # type: ignore[attr-defined]
        at=clock.now(),
    )
    return redirect("decisions_sheet", posting.key)


def _seen(request: HttpRequest, **which: Any) -> Posting:
    found = get_object_or_404(Posting.objects.select_related("place", "office", "photo"), **which)
    if not covers(request.officer, found.place, clock.today()):  # type: ignore[attr-defined]
        raise Http404
    return found


@for_officer(*NOTERS)
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, _seen(request, key=key))


def _page(request: HttpRequest, posting: Posting, status: int = 200, **forms: Form) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    early = posting.until_on is None or on <= posting.until_on
    reason = "-" if early else ""
    return render(
        request,
        "decisions/sheet.html",
        {
            "posting": posting,
            "lines": posting.lines.select_related("removal")
            .prefetch_related("objections")
            .order_by("pk"),
            "same_names": same_names(posting),
            "late": _late(posting, on),
            "days": days_of(posting),
            "early": early,
            "over": posting.until_on is not None and on > posting.until_on,
            "hang_form": forms.get("hang_form") or HangForm(initial={"hung_on": on}),
            "down_form": forms.get("down_form") or _down_form(posting),
            "object_form": forms.get("object_form") or ObjectionForm(initial={"raised_on": on}),
            "no_hang": refusal_of(guards.check_can_hang, by, posting, on),
            "no_down": refusal_of(guards.check_can_take_down, by, posting, on, reason=reason),
        },
        status=status,
    )


def _down_form(posting: Posting, *given: Any) -> DownForm:
    on = clock.today()
    early = posting.until_on is None or on <= posting.until_on
    return DownForm(*given, early=early, hung=posting.hung_on is not None)


def _late(posting: Posting, on: date) -> int:
    """Working days since it was made while nobody has hung it; 0 when it hangs or is void."""
    if posting.hung_on is not None or posting.taken_down_at is not None:
        return 0
    return workdays_left(clock.day_of(posting.prepared_at), on)


@for_officer(*NOTERS)
@in_chinese
def poster(request: HttpRequest, key: UUID) -> HttpResponse:
    """The A4 sheet to print."""
    posting = _seen(request, key=key)
    pdf = render_pdf(PAGE, poster_data(posting), at=posting.prepared_at)
    return HttpResponse(pdf, content_type="application/pdf")


@for_officer(*NOTERS)
def photo(request: HttpRequest, key: UUID) -> HttpResponse:
    return _picture(_seen(request, key=key).photo)


@for_officer(*NOTERS)
def down_photo(request: HttpRequest, key: UUID) -> HttpResponse:
    return _picture(_seen(request, key=key).taken_down_photo)


def _picture(file: File | None) -> HttpResponse:
    if file is None:
        raise Http404
    return HttpResponse(open_file(file), content_type=file.media_type)


def _act(
    request: HttpRequest, posting: Posting, form: Form, name: str, act: Callable[..., Any]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, posting, 422, **{name: form})
    try:
        act(by=request.officer, at=clock.now(), **form.cleaned_data)  # type: ignore[attr-defined]
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, posting, 422, **{name: form})
    return redirect("decisions_sheet", posting.key)


@require_POST
@for_officer(*HANGERS)
def hang(request: HttpRequest, key: UUID) -> HttpResponse:
    posting = _seen(request, key=key)

    def act(photo: Any, **given: Any) -> object:
        return actions.hang(posting=posting, photo=photo.read(), **given)

    return _act(request, posting, HangForm(request.POST, request.FILES), "hang_form", act)


@require_POST
@for_officer(*HANGERS)
def take_down(request: HttpRequest, key: UUID) -> HttpResponse:
    posting = _seen(request, key=key)

    def act(photo: Any, **given: Any) -> object:
        return actions.take_down(posting=posting, photo=photo.read() if photo else None, **given)

    return _act(
        request, posting, _down_form(posting, request.POST, request.FILES), "down_form", act
    )


@require_POST
@for_officer(*HANGERS)
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """The family was struck out on the paper that hangs."""
    removal = get_object_or_404(LineRemoval.objects.select_related("line__posting__place"), pk=pk)
    posting = _seen(request, pk=removal.line.posting_id)
    actions.strike(removal=removal, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("decisions_sheet", posting.key)


@require_POST
@for_officer(*NOTERS)
def note_objection(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(PostingLine.objects.select_related("posting__place"), pk=pk)
    posting = _seen(request, pk=line.posting_id)

    def act(**given: Any) -> object:
        return actions.note_objection(line=line, **given)

    return _act(request, posting, ObjectionForm(request.POST), "object_form", act)
