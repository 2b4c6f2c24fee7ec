"""一事一议: which cases go before a meeting, and what the meeting said."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from doudi.applications.models import Request
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions.actions import conference as actions
from doudi.decisions.forms import CallForm, ConferenceForm, ResolutionForm
from doudi.decisions.guards import check_can_see
from doudi.decisions.guards.conference import CALLERS, check_can_call
from doudi.decisions.models import Conference
from doudi.decisions.queries import conference as queries
from doudi.decisions.queries.volume.deciding import grounds_of
from doudi.files.queries import open_file
from doudi.people.queries import current_name, names_of
from doudi.ui.access import for_officer
from doudi.ui.posted import ticked

PER_PAGE = 50
_RELATED = ("application__place__parent", "application__household", "application__applicant")


@for_officer(*CALLERS)
def waiting(request: HttpRequest) -> HttpResponse:
    """Called cases, ticked and put into the minutes of one meeting."""
    return _page(request, ConferenceForm(initial={"held_on": clock.today()}))


def _page(
    request: HttpRequest,
    form: ConferenceForm,
    status: int = 200,
    given: dict[int, ResolutionForm] | None = None,
) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    page = Paginator(queries.to_meet(by, on), PER_PAGE).get_page(request.GET.get("page"))
    cases = list(page.object_list)
    names = names_of(one.application.applicant_id for one in cases)
    reasons = queries.with_calls(cases)
    forms = given or {}
    rows = [
        (
            one,
            names.get(one.application.applicant_id, ""),
            reasons.get(one.pk, ""),
            forms.get(one.pk) or ResolutionForm(prefix=str(one.pk), use_required_attribute=False),
            one.pk in forms,
        )
        for one in cases
    ]
    context = {
        "page": page,
        "rows": rows,
        "form": form,
        "held": queries.meetings(by)[:20],
    }
    return render(request, "decisions/conferences.html", context, status=status)


@require_POST
@for_officer(*CALLERS)
def note(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    wanted = ticked(request, "requests")[:PER_PAGE]
    cases = list(queries.to_meet(by, on).filter(pk__in=wanted))
    form = ConferenceForm(request.POST, request.FILES)
    given = {one.pk: ResolutionForm(request.POST, prefix=str(one.pk)) for one in cases}
    fit = form.is_valid()
    fits = [one.is_valid() for one in given.values()]  # all of them, for their sentences
    if not fit or not all(fits):
        return _page(request, form, 422, given)
    photo = form.cleaned_data["minutes"]
    try:
        held = actions.note_conference(
            held_on=form.cleaned_data["held_on"],
            where=form.cleaned_data["where"],
            chair=form.cleaned_data["chair"],
            attendants=form.cleaned_data["people"],
            minutes=photo.read() if photo else b"",
            resolutions=[actions.Resolved(one, **given[one.pk].cleaned_data) for one in cases],
            by=by,
            at=clock.now(),
        )
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, form, 422, given)
    return redirect("decisions_conference", held.pk)


def _held(request: HttpRequest, pk: int) -> Conference:
    """Of the officer's own office; another's is not shown."""
    by: Any = request.officer  # type: ignore[attr-defined]
    return get_object_or_404(queries.meetings(by), pk=pk)


@for_officer(*CALLERS)
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    held = _held(request, pk)
    items = held.items.select_related("request__application__place").order_by("pk")[:PER_PAGE]
    names = names_of(one.request.application.applicant_id for one in items)
    rows = [(one, names.get(one.request.application.applicant_id, "")) for one in items]
    return render(request, "decisions/conference.html", {"held": held, "rows": rows})


@for_officer(*CALLERS)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    held = _held(request, pk)
    if held.minutes is None:
        raise Http404
    return HttpResponse(open_file(held.minutes), content_type=held.minutes.media_type)


def _case(request: HttpRequest, pk: int) -> Request:
    found = get_object_or_404(Request.objects.select_related(*_RELATED), pk=pk)
    check_can_see(request.officer, found.application.place, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*CALLERS)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """提请: one request, with the ground and why."""
    one = _case(request, pk)
    form = CallForm(request.POST or None, grounds=grounds_of(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_conference(
                request=one,
                by=request.officer,  # type: ignore[attr-defined]
                at=clock.now(),
                **form.cleaned_data,
            )
            return redirect("decisions_request", one.pk)
        except (Forbidden, Hidden):
            raise
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    context = {
        "one": one,
        "form": form,
        "name": current_name(one.application.applicant),
        "called": queries.called(one, grounds_of(one)),
        "no_call": refusal_of(check_can_call, by, one, on),
    }
    return render(
        request, "decisions/call.html", context, status=422 if request.method == "POST" else 200
    )
