"""Asking another office for a visit, and planning one that was asked of this office."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.common import clock
from doudi.common.refusals import Hidden, Refusal
from doudi.common.workdays import add_workdays, workdays_left
from doudi.people.models import Household
from doudi.people.queries import members
from doudi.ui.access import for_officer
from doudi.verification.queries import heads
from doudi.visits import actions, guards, queries
from doudi.visits.forms import AskForm, PlanForm
from doudi.visits.models import Ask
from doudi.visits.queries.people import of_office

ASKED_WORKDAYS = 10


@for_officer(*guards.PLANNERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    made = request.GET.get("state") == "made"
    found = queries.asks_made(by, on) if made else queries.asks_to_plan(by, on)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    known = heads([one.household_id for one in page], on)
    rows = [
        (one, known.get(one.household_id, ("", 0))[0], workdays_left(on, one.due_on))
        for one in page
    ]
    return render(request, "visits/asks.html", {"page": page, "rows": rows, "made": made})


@for_officer(*guards.PLANNERS)
@never_cache
def ask(request: HttpRequest, key: UUID, purpose: str) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    household = get_object_or_404(Household.objects.select_related("place"), key=key)
    guards.check_can_plan(by, household, on)
    offices = list(queries.offices_to_ask(household, on))
    initial = {"due_on": add_workdays(on, ASKED_WORKDAYS)}
    form = AskForm(request.POST or None, offices=offices, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _asked(request, household, purpose, form)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, _("已经发出请求。对方核实后，结果会回到这件申请。"))
            return redirect("visits_asks")
    context = {
        "form": form, "household": household, "members": members(household, on),
        "purpose": queries.purpose_word(purpose),
    }  # fmt: skip
    return render(request, "visits/ask.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, household: Household, purpose: str, form: AskForm) -> Ask:
    given = form.cleaned_data
    return actions.ask_office(
        household=household, office=form.offices[given["office"]], purpose=purpose,
        address=given["address"], due_on=given["due_on"],
        by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
    )  # fmt: skip


@for_officer(*guards.PLANNERS)
@never_cache
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The office that was asked sees who lives there, and the days; nothing of the case."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    found = queries.ask_by_pk(pk)
    if found is None:
        raise Hidden("ask.hidden", _("没有找到这次入户请求。"))
    guards.check_can_plan_asked(by, found, on)
    first, seconds = of_office(found.office, on)
    form = PlanForm(
        request.POST or None, people=first, seconds=seconds, initial=_initial(found, on)
    )
    del form.fields["checklist"], form.fields["due_on"]
    if request.method == "POST" and form.is_valid():
        try:
            made = _planned(request, found, form)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            return redirect("visits_show", made.pk)
    context = {
        "form": form, "ask": found, "members": members(found.household, on),
        "left": workdays_left(on, found.due_on), "purpose": queries.purpose_word(found.purpose),
    }  # fmt: skip
    return render(request, "visits/plan_asked.html", context, status=422 if form.errors else 200)


def _initial(found: Ask, on: Any) -> dict[str, Any]:
    return {"visit_on": min(add_workdays(on, 1), max(found.due_on, on))}


def _planned(request: HttpRequest, found: Ask, form: PlanForm) -> Any:
    given = form.cleaned_data
    return actions.plan_asked(
        ask=found, first=form.people[given["first"]], second=form.seconds[given["second"]],
        visit_on=given["visit_on"], by=request.officer, at=clock.now(),  # type: ignore[attr-defined]
    )  # fmt: skip


@for_officer(*guards.PLANNERS)
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    found = queries.ask_by_pk(pk)
    if found is None:
        raise Hidden("ask.hidden", _("没有找到这次入户请求。"))
    guards.check_can_plan(by, found.household, on)
    actions.take_back_ask(ask=found, by=by, at=clock.now())
    messages.success(request, _("已经撤回。请在本地安排入户。"))
    return redirect("visits_asks")
