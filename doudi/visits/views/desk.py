"""The town's pages: visits to plan, planned and done."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.common import clock
from doudi.common.clock import day_of
from doudi.common.refusals import Hidden, Refusal
from doudi.common.workdays import add_workdays, workdays_left
from doudi.people.models import Household
from doudi.people.queries import members
from doudi.ui.access import for_officer
from doudi.ui.nav import shown, tally
from doudi.verification.queries import heads
from doudi.visits import actions, guards, queries, rules
from doudi.visits.forms import PlanForm
from doudi.visits.models import Evidence, Plan

STATES = {"to_plan": _lazy("待安排"), "planned": _lazy("已安排"), "done": _lazy("已完成")}
VISIT_WORKDAYS = 3
DUE_WORKDAYS = 7


@for_officer(*guards.READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    lists: dict[str, QuerySet[Any]] = {
        "to_plan": queries.checks_to_plan(by, on),
        "planned": queries.plans_for(by, on),
        "done": queries.plans_for(by, on, "done"),
    }
    counts = {state: tally(rows) for state, rows in lists.items()}
    wanted = request.GET.get("state") or ("to_plan" if counts["to_plan"] else "planned")
    page = Paginator(lists.get(wanted, lists["planned"]), 50).get_page(request.GET.get("page"))
    filters = [(state, word, shown(counts[state])) for state, word in STATES.items()]
    context = {"state": wanted, "filters": filters, "page": page, "rows": _rows(page, on, wanted)}
    return render(request, "visits/list.html", context)


def _rows(page: Page, on: Any, state: str) -> list[dict[str, Any]]:
    known = heads([one.household_id for one in page], on)
    return [
        {
            "one": one,
            "name": known.get(one.household_id, ("", 0))[0],
            "people": known.get(one.household_id, ("", 0))[1],
            "purpose": queries.purpose_word(one.purpose),
            "names": "" if state == "to_plan" else queries.people_of(one),
            "left": _left(one, on, state),
        }
        for one in page
    ]


def _left(one: Any, on: Any, state: str) -> int | None:
    """Working days to make the visit in; where none is planned, from the wish for a check on."""
    if state == "done":
        return None
    due_on = one.due_on if state == "planned" else visit_by(one)
    return workdays_left(on, due_on)


def visit_by(check: Any) -> Any:
    return add_workdays(day_of(check.requested_at), DUE_WORKDAYS)


@for_officer(*guards.PLANNERS)
@never_cache
def plan(request: HttpRequest, key: str, purpose: str) -> HttpResponse:
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    household = get_object_or_404(Household.objects.select_related("place"), key=key)
    guards.check_can_plan(by, household, on, purpose)
    people = queries.investigators(household, on, purpose)
    seconds = queries.second_investigators(household, on, purpose)
    initial = _initial(people, seconds, by.post_id, on) | {"checklist": rules.usual(purpose)}
    form = PlanForm(request.POST or None, people=people, seconds=seconds, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            return _planned(request, household, purpose, form)
        except Refusal as no:
            refusal = no
    context = {
        "form": form,
        "household": household,
        "members": members(household, on),
        "purpose": queries.purpose_word(purpose),
        "refusal": refusal,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "visits/plan.html", context, status=status)


def _initial(people: Iterable[Any], seconds: Iterable[Any], mine: int, on: Any) -> dict[str, Any]:
    posts = [who.post_id for who in people]
    first = mine if mine in posts else next(iter(posts), None)
    others = [who.post_id for who in seconds if who.post_id != first]
    return {
        "first": first,
        "second": next(iter(others), None),
        "visit_on": add_workdays(on, VISIT_WORKDAYS),
        "due_on": add_workdays(on, DUE_WORKDAYS),
    }


def _planned(
    request: HttpRequest, household: Household, purpose: str, form: PlanForm
) -> HttpResponse:
    given = form.cleaned_data
    made = actions.plan(
        household=household,
        purpose=purpose,
        checklist=given["checklist"],
        first=form.people[given["first"]],
        second=form.seconds[given["second"]],
        visit_on=given["visit_on"],
        due_on=given["due_on"],
        by=request.officer,  # type: ignore[attr-defined]
        at=clock.now(),
    )
    return redirect("visits_show", made.pk)


def _plan(request: HttpRequest, pk: int) -> Plan:
    found = queries.plan_with_people(pk)
    if found is None:
        raise Hidden("visit.hidden", _("没有找到这次入户核实。"))
    guards.check_can_read(request.officer, found, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*guards.OPENERS)
@require_GET
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _plan(request, pk))


def _show(request: HttpRequest, plan: Plan, refusal: Refusal | None = None) -> HttpResponse:
    on = clock.today()
    context = {
        "plan": plan,
        "panel": queries.panel_of(plan),
        "members": members(plan.household, on),
        "purpose": queries.purpose_word(plan.purpose),
        "left": workdays_left(on, plan.due_on),
        "is_mine": request.officer.user_id in {plan.first.user_id, plan.second.user_id},  # type: ignore[attr-defined]
        "refusal": refusal,
    }
    return render(request, "visits/visit.html", context, status=409 if refusal else 200)


@for_officer(*guards.PLANNERS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    try:
        actions.cancel(plan=plan, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _show(request, plan, refusal)
    return redirect("visits_list")


@for_officer(*guards.OPENERS)
@require_GET
def photo(request: HttpRequest, pk: str) -> HttpResponse:
    """A photograph or signature, never kept by the browser; each look is in the trail."""
    found = Evidence.objects.select_related("file", "visit__plan__household__place")
    evidence = get_object_or_404(found, pk=pk)
    content = actions.read_evidence(
        evidence=evidence,
        by=request.officer,  # type: ignore[attr-defined]
        at=clock.now(),
    )
    response = HttpResponse(content, content_type=evidence.file.media_type)
    response["Cache-Control"] = "no-store"
    return response
