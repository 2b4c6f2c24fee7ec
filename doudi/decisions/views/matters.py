"""A proposal about an award, for the one who decides it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from doudi.accounts.states import Duty
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.forms import ReasonForm
from doudi.decisions.guards.reach import SEERS
from doudi.decisions.models import Decision
from doudi.decisions.queries.matter_pages import matter_page
from doudi.ui.access import for_officer

_RELATED = (
    "place", "office", "household", "assessment__bundle", "proposed_by__user", "decided_by__user",
)  # fmt: skip


def _seen(request: HttpRequest, pk: int) -> Decision:
    found = get_object_or_404(
        Decision.objects.select_related(*_RELATED), pk=pk, request__isnull=True
    )
    guards.check_can_see(request.officer, found.place, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*SEERS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk), ReasonForm())


def _page(request: HttpRequest, one: Decision, form: ReasonForm, status: int = 200) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    context = {
        "page": matter_page(one, on),
        "one": one,
        "form": form,
        "no_decide": refusal_of(guards.check_can_decide, by, one, on),
        "no_return": refusal_of(guards.check_can_return, by, one, on),
    }
    return render(request, "decisions/matter.html", context, status=status)


@require_POST
@for_officer(Duty.COUNTY_LEADER, Duty.TOWN_DECIDER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    actions.decide(decision=one, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("decisions_matter", one.pk)


@require_POST
@for_officer(Duty.COUNTY_LEADER, Duty.TOWN_DECIDER)
def return_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = _seen(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form, 422)
    try:
        actions.return_proposal(
            decision=one,
            reason=form.cleaned_data["reason"],
            by=request.officer,  # type: ignore[attr-defined]
            at=clock.now(),
        )
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, one, form, 422)
    return redirect("decisions_matter", one.pk)
