"""转录: what is not in the province's system yet, taken out with a purpose, and noted there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.decisions.actions import carry as actions
from doudi.decisions.forms import EnteredForm, PurposeForm
from doudi.decisions.guards.carry import CARRIERS
from doudi.decisions.models import Decision
from doudi.decisions.queries import carry as queries
from doudi.decisions.rules.carry import MOST_ROWS
from doudi.people.queries import current_name, names_of
from doudi.ui.access import for_officer
from doudi.ui.paging import NarrowPaginator
from doudi.ui.posted import ticked

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_officer(*CARRIERS)
def waiting(request: HttpRequest) -> HttpResponse:
    return _page(request, PurposeForm())


def _page(request: HttpRequest, form: PurposeForm, status: int = 200) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    done = request.GET.get("state") == "done"
    found = queries.carried(by, on) if done else queries.not_carried(by, on)
    page = NarrowPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    decisions = list(page.object_list)
    names = names_of(_applicant(one) for one in decisions)
    rows = [(one, names.get(_applicant(one), "")) for one in decisions]
    context = {"page": page, "rows": rows, "done": done, "form": form, "most": MOST_ROWS}
    return render(request, "decisions/carry.html", context, status=status)


def _applicant(one: Decision) -> int:
    return one.request.application.applicant_id if one.request else 0


@require_POST
@never_cache
@for_officer(*CARRIERS)
def export(request: HttpRequest) -> HttpResponse:
    """One workbook of the ticked decisions; each asking is an own entry in the trail."""
    by, form = request.officer, PurposeForm(request.POST)  # type: ignore[attr-defined]
    found = queries.chosen(by, ticked(request, "decisions"), clock.today())
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        purpose = form.cleaned_data["purpose"]
        content = actions.export(decisions=found, purpose=purpose, by=by, at=clock.now())
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, form, 422)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="carry-over.xlsx"'
    return answer


def _seen(request: HttpRequest, pk: int) -> Decision:
    found = queries.chosen(request.officer, [pk], clock.today())  # type: ignore[attr-defined]
    if not found:
        raise Http404
    return found[0]


@require_POST
@never_cache
@for_officer(*CARRIERS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    decision = _seen(request, pk)
    pdf = actions.carry_sheet(decision=decision, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return HttpResponse(pdf, content_type="application/pdf")


@for_officer(*CARRIERS)
def entered(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and day in the other system; a second person may put them right."""
    decision = _seen(request, pk)
    form = EnteredForm(request.POST or None, initial={"entered_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_entered(
                decision=decision,
                by=request.officer,  # type: ignore[attr-defined]
                at=clock.now(),
                **form.cleaned_data,
            )
            return redirect("decisions_carry")
        except (Forbidden, Hidden):
            raise
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    context = {
        "decision": decision,
        "form": form,
        "name": current_name(decision.request.application.applicant) if decision.request else "",
        "known": queries.carry_of(decision),
    }
    return render(
        request, "decisions/entered.html", context, status=422 if request.method == "POST" else 200
    )
