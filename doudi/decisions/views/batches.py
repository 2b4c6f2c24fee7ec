"""A list, one confirmation page that shows every row, and what became of each."""

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.decisions.actions import batches as actions
from doudi.decisions.forms import BatchRowForm
from doudi.decisions.forms.papers import CHOICES
from doudi.decisions.guards.batches import MOST_ROWS, check_can_run
from doudi.decisions.queries import batches as queries
from doudi.decisions.queries.panel import WORKERS
from doudi.decisions.queries.rows import CaseRow
from doudi.decisions.states import BatchKind, Outcome, Recommendation
from doudi.ui.access import for_officer
from doudi.ui.posted import ticked

_GUESS = {
    (BatchKind.OPINION, "met"): Recommendation.GRANT,
    (BatchKind.OPINION, "not_met"): Recommendation.REFUSE,
}


def _lines(request: HttpRequest, kind: str, ids: list[int] | None = None) -> Any:
    """The page of the tray, or its rows of these requests; 404 for another duty's."""
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    if kind not in queries.kinds_of(by.duty):
        raise Http404
    found: Any = queries.waiting_rows(by, kind, on)
    if ids is not None:
        field = "request_id__in" if kind == BatchKind.DECISION else "pk__in"
        nouns = list(found.filter(**{field: ids})[: MOST_ROWS + 1])
        return queries.lines(nouns, on)
    page = Paginator(found, MOST_ROWS).get_page(request.GET.get("page"))
    return page, queries.lines(list(page.object_list), on)


@for_officer(*WORKERS)
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    page, lines = _lines(request, kind)
    rows = [(line, _blank(kind, line)) for line in lines]
    return _chosen(request, kind, rows, page=page)


def _chosen(
    request: HttpRequest, kind: str, rows: list[Any], status: int = 200, **more: Any
) -> HttpResponse:
    context = {"kind": kind, "label": BatchKind(kind).label, "rows": rows, "most": MOST_ROWS}
    context |= {"choices": CHOICES.get(kind), "reasons": kind in CHOICES, **more}
    return render(request, "decisions/batch_choose.html", context, status=status)


def _blank(kind: str, line: CaseRow) -> BatchRowForm:
    """What the computation says is suggested; the person chooses."""
    initial = {"choice": _suggested(kind, line)}
    return BatchRowForm(kind=kind, prefix=str(line.request.pk), initial=initial)


def _suggested(kind: str, line: CaseRow) -> str:
    verdict = {"ok": "met", "bad": "not_met"}.get(line.kind, "")
    if kind == BatchKind.PROPOSAL:
        return Outcome.GRANTED if verdict == "met" else Outcome.REFUSED
    return _GUESS.get((BatchKind(kind), verdict), "")


def _wanted(request: HttpRequest, kind: str) -> dict[int, BatchRowForm]:
    """Request → the valid form of each ticked row."""
    ids = ticked(request, "rows")
    forms = {one: BatchRowForm(request.POST, kind=kind, prefix=str(one)) for one in ids}
    return {one: form for one, form in forms.items() if form.is_valid()}


@require_POST
@never_cache
@for_officer(*WORKERS)
def confirm(request: HttpRequest, kind: str) -> HttpResponse:
    """Shows every row once more; nothing is written."""
    forms = _wanted(request, kind)
    lines = _lines(request, kind, list(forms))
    try:
        check_can_run(request.officer, kind, lines, None)  # type: ignore[attr-defined]
    except Refusal as refusal:
        page, found = _lines(request, kind)
        rows = [(one, forms.get(one.request.pk) or _blank(kind, one)) for one in found]
        return _chosen(request, kind, rows, 422, page=page, refusal=refusal)
    labels = dict(CHOICES.get(kind, []))
    rows = [_confirmed(line, forms[line.request.pk], labels) for line in lines]
    context = {"kind": kind, "label": BatchKind(kind).label, "rows": rows, "key": uuid4()}
    return render(request, "decisions/batch_confirm.html", context | {"reasons": kind in CHOICES})


def _confirmed(line: CaseRow, form: BatchRowForm, labels: dict[str, Any]) -> Any:
    given = form.cleaned_data
    return line, given["choice"], labels.get(given["choice"], ""), given["reason"]


@require_POST
@for_officer(*WORKERS)
def run(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Each row is its own transaction; the same page sent twice does nothing twice."""
    rows = [
        actions.Wanted(one, form.cleaned_data["choice"], form.cleaned_data["reason"])
        for one, form in _wanted(request, kind).items()
    ]
    batch = actions.run(key=key, kind=kind, rows=rows, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("decisions_batch", batch.key)


@for_officer(*WORKERS)
def batch(request: HttpRequest, key: UUID) -> HttpResponse:
    found = queries.batch_of(request.officer, key)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    rows = queries.rows_of(found)
    done = sum(one.row.state == "done" for one in rows)
    context = {"batch": found, "rows": rows, "done": done, "not_done": len(rows) - done}
    return render(request, "decisions/batch.html", context)
