"""The verification office's pages: the tray, one check, one source."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal, refusal_of
from doudi.common.workdays import add_workdays, workdays_left
from doudi.people.models import Household
from doudi.people.queries import members
from doudi.ui.access import for_officer
from doudi.ui.nav import shown, tally
from doudi.verification import actions, guards, queries, rules
from doudi.verification.forms import AnswerForm, initial_of
from doudi.verification.models import Check
from doudi.verification.states import AnswerState

FILTERS = ("", "new", "late", "reported")


def _officer(request: HttpRequest) -> Officer:
    """The officer that `for_officer` has let in."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return officer


@for_officer(*guards.READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    state = request.GET.get("state", "")
    found = queries.checks_for(_officer(request), on, state if state in FILTERS else "")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    heads = queries.heads([check.household_id for check in page], on)
    rows = [(check, *heads.get(check.household_id, ("", 0)), *_left(check, on)) for check in page]
    context = {"page": page, "rows": rows, "filters": _filters(request, state)}
    return render(request, "verification/list.html", context)


def _left(check: Check, on: date) -> tuple[int, int]:
    """Working days left for the report, and for writing to the sources."""
    start_by = add_workdays(clock.day_of(check.requested_at), rules.START_WORKDAYS)
    return workdays_left(on, check.due_on), workdays_left(on, start_by)


def _filters(request: HttpRequest, state: str) -> list[tuple[str, str, str, bool]]:
    by, on = _officer(request), clock.today()
    found, done = queries.counts(by, on), tally(queries.reported(by, on))
    words = [_("未出具"), _("尚未发函"), _("已超期"), _("已出具")]
    numbers = [found.open, found.new, found.late, done]
    return [
        (code, word, shown(number), code == state)
        for code, word, number in zip(FILTERS, words, numbers, strict=True)
    ]


@for_officer(*guards.READERS)
@require_GET
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _check(request, pk))


def _show(request: HttpRequest, check: Check, refusal: Refusal | None = None) -> HttpResponse:
    on = clock.today()
    context = {
        "check": check,
        "panel": queries.panel_of(check),
        "members": members(check.household, on),
        "not_asked": [one.name for one in queries.not_asked_about(check.household, on)],
        "left": None if check.reported_at else workdays_left(on, check.due_on),
        "start_refusal": refusal_of(guards.check_can_record, _officer(request), check, on),
        "report_refusal": refusal_of(guards.check_can_report, _officer(request), check, on),
        "older": queries.corrected(check),
        "refusal": refusal,
    }
    return render(request, "verification/check.html", context, status=409 if refusal else 200)


def _check(request: HttpRequest, pk: int) -> Check:
    found = Check.objects.select_related("household__place", "reported_by__office", "report")
    check = get_object_or_404(found, pk=pk)
    guards.check_can_read(_officer(request), check, clock.today())
    return check


@for_officer(*guards.REQUESTERS)
@require_POST
def request_one(request: HttpRequest, key: str, purpose: str) -> HttpResponse:
    household = get_object_or_404(Household.objects.select_related("place"), key=key)
    check = actions.request_check(
        household=household, purpose=purpose, by=_officer(request), at=clock.now()
    )
    return redirect("verification_show", check.pk)


@for_officer("verifier")
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    check = _check(request, pk)
    return _done(request, check, lambda: actions.start(check=check, **_by(request)))


@for_officer("verifier")
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    check = _check(request, pk)
    return _done(request, check, lambda: actions.report(check=check, **_by(request)))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": _officer(request), "at": clock.now()}


def _done(request: HttpRequest, check: Check, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _show(request, check, refusal)
    return redirect("verification_show", check.pk)


@for_officer("verifier")
@never_cache
def answer(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    check = _check(request, pk)
    source = rules.source_of(code)
    if source is None:
        raise Http404
    slots = queries.slots(check.household, source, clock.today())
    form = AnswerForm(request.POST or None, slots=slots, initial=_initial(check, source, slots))
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = _save(request, check, source, form)
        if refusal is None:
            return redirect("verification_show", check.pk)
    context = {"check": check, "source": source, "form": form, "refusal": refusal}
    status = 422 if request.method == "POST" else 200
    return render(request, "verification/source.html", context, status=status)


def _initial(check: Check, source: rules.Source, slots: list[queries.Slot]) -> dict[str, Any]:
    current = queries.current_answers(check).filter(source=source.code).first()
    if current is None or current.state == AnswerState.ASKED:
        return {"state": AnswerState.ANSWERED}
    facts = list(queries.facts_of(check).filter(source_key=str(current.pk)))
    said = {"state": current.state, "as_of": current.as_of, "note": current.note}
    values = initial_of(slots, source, facts) if current.state == AnswerState.ANSWERED else {}
    return said | values


def _save(
    request: HttpRequest, check: Check, source: rules.Source, form: AnswerForm
) -> Refusal | None:
    given = form.cleaned_data
    try:
        actions.record_answer(
            check=check,
            source=source.code,
            state=given["state"],
            as_of=given["as_of"],
            values=form.values(),
            note=given["note"],
            **_by(request),
        )
    except Refusal as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, refusal.sentence)
            return Refusal(refusal.code, "")
        return refusal
    return None


@for_officer(*guards.READERS)
@require_GET
@never_cache
def read_report(request: HttpRequest, pk: int) -> HttpResponse:
    check = _check(request, pk)
    content = actions.read_report(check=check, **_by(request))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="check-{check.pk}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
