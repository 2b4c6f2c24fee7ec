"""A place's own values: what is in force, its history, a proposal and its check."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.accounts.queries import place_by_code, place_codes, users_names
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.policies import actions
from doudi.policies.forms import RejectForm, ValueForm
from doudi.policies.guards import KEEPERS, READERS, check_can_check, check_can_read
from doudi.policies.models import ParameterValue
from doudi.policies.queries import bundle_for, standards
from doudi.policies.queries.trials import trial_of, trial_of_key
from doudi.policies.rules.parameters import shapes
from doudi.policies.rules.saying import in_words, title
from doudi.ui.access import for_officer

PAGE = 50
FIRST = "dibao"


@for_officer(*READERS)
@never_cache
def values(request: HttpRequest, place: str = "") -> HttpResponse:
    """The values in force at a place of the officer that one programme brings; dibao at first."""
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    codes = place_codes(by, on)
    here = place_by_code(place or (codes or ("00",))[0], on)
    check_can_read(by, here.code, on)
    places = [place_by_code(code, on) for code in codes]
    found = standards.groups(here.code, on)
    known = [one.about.code for one in found]
    first = FIRST if FIRST in known else next(iter(known), "")
    wanted = request.GET.get("programme", first)
    context = {
        "here": here,
        "places": places if len(places) > 1 else (),
        "groups": [one for one in found if one.about.code == wanted],
        "all_groups": found,
        "wanted": wanted,
        "missing": standards.missing(here.code, on),
        "keeper": by.duty in KEEPERS,
    }
    return render(request, "policies/desk_values.html", context)


@for_officer(*READERS)
@never_cache
def parameter(request: HttpRequest, place: str, parameter: str) -> HttpResponse:
    """One key of one place: history, every row of its own, and the form for a new value."""
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    if parameter not in shapes():
        raise Http404
    here = place_by_code(place, on)
    check_can_read(by, here.code, on)
    form = _form(request, here.code, parameter)
    if request.method == "POST" and form.is_valid() and _proposed(request, form, here.code):
        messages.success(request, _("已经提出。另一个人核对以后，从写的那天起有效。"))
        return redirect("policies_parameter", here.code, parameter)
    rows = list(standards.own_rows(here.code, parameter)[:PAGE])
    context = {
        "here": here,
        "key": parameter,
        "title": title(parameter).text,
        "history": standards.history(here.code, parameter),
        "rows": _with_names(rows),
        "form": form if by.duty in KEEPERS else None,
        "replaces": request.GET.get("replaces", ""),
        "trial": trial_of_key(here.code, parameter, on),
    }
    status = 422 if form.errors else 200
    return render(request, "policies/desk_parameter.html", context, status=status)


def _form(request: HttpRequest, place: str, key: str) -> ValueForm:
    now = bundle_for(place, clock.today()).values.get(key, {})
    return ValueForm(request.POST or None, key=key, now=now.get("value"))


def _proposed(request: HttpRequest, form: ValueForm, place: str) -> bool:
    """Whether the proposal was taken; what was refused stands at its field."""
    value, period = form.given()
    data = form.cleaned_data
    try:
        actions.propose_value(
            place=place, key=form.key, value=value, period=period, from_on=data["from_on"],
            until_on=data["until_on"], basis=data["basis"], standing=data["standing"],
            taken_from=data["taken_from"], replaces=_replaced(request, place, form.key),
            by=request.officer,  # type: ignore[attr-defined]
            at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def _replaced(request: HttpRequest, place: str, key: str) -> ParameterValue | None:
    number = request.GET.get("replaces", "")
    if not number:
        return None
    rows = ParameterValue.objects.filter(place=place, key=key)
    return get_object_or_404(rows, pk=int(number) if number.isdecimal() else 0)


@for_officer(*READERS)
@never_cache
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided lately."""
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    done = request.GET.get("done") == "1"
    rows = standards.done(by, on) if done else standards.proposals(by, on)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _with_names(list(page)), "done": done}
    return render(request, "policies/desk_proposals.html", context)


@for_officer(*READERS)
@never_cache
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    row = _row(by, pk)
    return _shown(request, row, RejectForm(), refused_check(by, row, on))


@for_officer(*KEEPERS)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    row = actions.check_value(value=_row(by, pk), by=by, at=clock.now())
    messages.success(request, _("已经核对，从 %(day)s 起有效。") % {"day": row.from_on.isoformat()})
    return redirect("policies_proposals")


@for_officer(*KEEPERS)
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    row, form = _row(by, pk), RejectForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form, refused_check(by, row, clock.today()))
    reason = form.cleaned_data["reason"]
    actions.reject_value(value=row, reason=reason, by=by, at=clock.now())
    messages.success(request, _("已经退回，理由留在记录里。"))
    return redirect("policies_proposals")


def _shown(
    request: HttpRequest, row: ParameterValue, form: RejectForm, refusal: Refusal | None
) -> HttpResponse:
    on = clock.today()
    by = request.officer  # type: ignore[attr-defined]
    now = bundle_for(row.place, on).values.get(row.key)
    (named,) = _with_names([row])
    context = {
        **named,
        "here": place_by_code(row.place, on),
        "title": title(row.key).text,
        "now": in_words(row.key, now["value"]) if now else "",
        "past": row.from_on < on,
        "trial": "" if row.rejected_at else trial_of(row, on),
        "open": row.checked_at is None and row.rejected_at is None,
        "refusal": refusal,
        "form": form,
        "keeper": by.duty in KEEPERS,
    }
    status = 422 if form.errors else 200
    return render(request, "policies/desk_proposal.html", context, status=status)


def refused_check(by: Officer, row: Any, on: Any) -> Refusal | None:
    """Why this officer may not check the row; the same guard as the action's."""
    try:
        check_can_check(by, row, on)
    except Refusal as refusal:
        return refusal
    return None


def _row(by: Officer, pk: int) -> ParameterValue:
    """A row of the officer's places; of another place it does not exist for him."""
    row = get_object_or_404(ParameterValue.objects.select_related("replaces"), pk=pk)
    check_can_read(by, row.place, clock.today())
    return row


def _with_names(rows: list[ParameterValue]) -> list[dict[str, Any]]:
    ids = {one for row in rows for one in (row.proposed_by, row.checked_by, row.rejected_by) if one}
    names = users_names(ids)
    return [
        {
            "row": row,
            "said": standards.said_row(row),
            "proposer": names.get(row.proposed_by, ""),
            "checker": names.get(row.checked_by or 0, ""),
            "rejecter": names.get(row.rejected_by or 0, ""),
        }
        for row in rows
    ]
