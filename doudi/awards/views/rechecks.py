"""Rechecks on the desk: what is due, what is late, and one with its visit, check and closing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.awards import queries as awards
from doudi.awards.actions import rechecks as actions
from doudi.awards.forms import FoundForm, UnchangedForm
from doudi.awards.guards import care as guards
from doudi.awards.models import Recheck
from doudi.awards.queries import rechecks as queries
from doudi.common import clock
from doudi.common.refusals import Hidden, Refusal
from doudi.people.queries import members, names_of
from doudi.ui.access import for_officer


@for_officer(*guards.RECHECK_READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    return _list(request, late=False)


@for_officer(*guards.LEADERS)
@require_GET
def show_late(request: HttpRequest) -> HttpResponse:
    """What stands before the leader; being late changes nothing for the families."""
    return _list(request, late=True)


def _list(request: HttpRequest, *, late: bool) -> HttpResponse:
    on = clock.today()
    found = queries.rechecks_for(request.officer, on, late=late)  # type: ignore[attr-defined]
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = names_of(one.award.holder_id for one in page)
    rows = [
        (
            one,
            names.get(one.award.holder_id, ""),
            queries.step_of(one),
            (on - one.due_on).days,
        )
        for one in page
    ]
    return render(request, "awards/rechecks.html", {"page": page, "rows": rows, "late": late})


def _recheck(request: HttpRequest, pk: int) -> Recheck:
    found = queries.recheck_with_award(pk)
    if found is None:
        raise Hidden("award.none", _("没有找到这次核查。"))
    guards.check_can_read_recheck(request.officer, found.award, clock.today())  # type: ignore[attr-defined]
    return found


@for_officer(*guards.RECHECK_READERS)
@require_GET
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _recheck(request, pk))


def _page(
    request: HttpRequest,
    recheck: Recheck,
    refusal: Refusal | None = None,
    unchanged: Form | None = None,
    found: Form | None = None,
) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "recheck": recheck,
        "award": recheck.award,
        "panel": awards.panel(recheck.award, on),
        "members": members(recheck.award.household, on),
        "standing": queries.standing(recheck),
        "purpose": queries.PURPOSE,
        "late": (on - recheck.due_on).days,
        "works": by.duty in guards.RECHECKERS,
        "closes": by.duty in guards.CLOSERS,
        "unchanged": unchanged or UnchangedForm(),
        "found": found or FoundForm(),
        "refusal": refusal,
    }
    return render(request, "awards/recheck.html", context, status=422 if refusal else 200)


@for_officer(*guards.CLOSERS)
@require_POST
def unchanged(request: HttpRequest, pk: int) -> HttpResponse:
    recheck = _recheck(request, pk)
    form = UnchangedForm(request.POST)
    if not form.is_valid():
        return _page(request, recheck, _incomplete(), unchanged=form)
    try:
        actions.close_unchanged(
            recheck=recheck, **form.cleaned_data, by=request.officer, at=clock.now()  # type: ignore[attr-defined]
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, recheck, refusal, unchanged=form)
    messages.success(request, _("已办结，证件已换新。"))
    return redirect("awards_recheck", recheck.pk)


@for_officer(*guards.CLOSERS)
@require_POST
def found(request: HttpRequest, pk: int) -> HttpResponse:
    recheck = _recheck(request, pk)
    form = FoundForm(request.POST)
    if not form.is_valid():
        return _page(request, recheck, _incomplete(), found=form)
    try:
        actions.open_change(
            recheck=recheck, **form.cleaned_data, by=request.officer, at=clock.now()  # type: ignore[attr-defined]
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, recheck, refusal, found=form)
    messages.success(request, _("已转为变更，另行核实和决定，待遇先不变。"))
    return redirect("awards_recheck", recheck.pk)


def _incomplete() -> Refusal:
    return Refusal("form.incomplete", _("请把情况写清楚再提交。"))
