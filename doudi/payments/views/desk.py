"""The month's run: draft, approval, bank file, return file."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.queries import place_by_code, place_codes
from doudi.accounts.states import Duty
from doudi.audit.actions import record
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.months import add_months, month_of
from doudi.common.refusals import Refusal, refusal_of
from doudi.files.queries import open_file
from doudi.payments import guards, queries
from doudi.payments.actions import bank, runs
from doudi.payments.forms import CancelForm, DraftForm, ReturnForm, SilentForm
from doudi.payments.models import Line, Run
from doudi.payments.queries.findings import kin_lines
from doudi.payments.states import LineState, RunState
from doudi.people.queries import names_of
from doudi.people.queries.kin import own_kin
from doudi.ui.access import for_officer

PROGRAMME = "dibao"
READERS = (Duty.FINANCE_DRAFTER, Duty.FINANCE_APPROVER, Duty.AUDITOR)
FILTERS = [("finding", _lazy("待核对")), *LineState.choices]
MEDIA = {
    "csv": "text/csv; charset=gb18030",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@for_officer(*READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    by = request.officer
    page = Paginator(queries.runs_for(by, clock.today()), 50).get_page(request.GET.get("page"))
    form = _draft_form(request) if by.duty == Duty.FINANCE_DRAFTER else None
    return render(request, "payments/list.html", {"page": page, "form": form})


def _draft_form(request: HttpRequest) -> DraftForm:
    today = clock.today()
    months = [add_months(month_of(today), n) for n in (0, 1, -1)]
    codes = place_codes(request.officer, today)
    places = [(code, place_by_code(code, today).name) for code in codes[:50]]
    data = request.POST if request.method == "POST" else None
    return DraftForm(data, months=months, places=places)


@for_officer(Duty.FINANCE_DRAFTER)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    form = _draft_form(request)
    if not form.is_valid():
        return _list_with(request, form)
    try:
        run = runs.draft(
            month=form.cleaned_data["month"],
            programme=PROGRAMME,
            place=place_by_code(form.cleaned_data["place"], clock.today()),
            by=request.officer,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return _list_with(request, form)
    return redirect("payments_run", run.key)


def _list_with(request: HttpRequest, form: DraftForm) -> HttpResponse:
    found = queries.runs_for(request.officer, clock.today())
    page = Paginator(found, 50).get_page(1)
    return render(request, "payments/list.html", {"page": page, "form": form}, status=422)


@for_officer(*READERS)
@never_cache
@require_GET
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _show(request, queries.run_by_key(key))


def _show(
    request: HttpRequest,
    run: Run,
    *,
    form: ReturnForm | CancelForm | None = None,
    faults: tuple[str, ...] = (),
) -> HttpResponse:
    by, on = request.officer, clock.today()
    guards.check_can_read(by, run, on)
    state = request.GET.get("state", "")
    page = Paginator(queries.line_rows(run, state), 50).get_page(request.GET.get("page"))
    names = names_of(line.award.holder_id for line in page)
    context = {
        "view": queries.run_view(run),
        "run": run,
        "page": page,
        "rows": [(line, names.get(line.award.holder_id, "")) for line in page],
        "cannot_approve": refusal_of(guards.check_can_approve, by, run, on),
        "cannot_make": refusal_of(guards.check_can_make_file, by, run, on),
        "cannot_send": refusal_of(guards.check_can_send, by, run, on),
        "cannot_take_back": refusal_of(guards.check_can_take_back, by, run, on),
        "may_pass": not refusal_of(guards.check_may_pass, by, run, on),
        "kin": own_kin(by, [line.award.household_id for line in page], on),
        "left": len(kin_lines(by, run, on)) if by.duty == Duty.FINANCE_APPROVER else 0,
        "may_answer": not refusal_of(guards.check_can_answer, by, run, on),
        "silent": _silent(by, run, page, on),
        "state": state,
        "states": FILTERS,
        "return_faults": queries.return_faults(run)[:50],
        "cannot_settle": refusal_of(guards.check_can_settle, by, run, on),
        "cannot_cancel": refusal_of(guards.check_can_cancel, by, run, on),
        "files": [found for kind in MEDIA if (found := queries.bank_file(run, kind))],
        "return_form": form if isinstance(form, ReturnForm) else ReturnForm(),
        "cancel_form": form if isinstance(form, CancelForm) else CancelForm(),
        "faults": faults,
        "drafter": by.duty == Duty.FINANCE_DRAFTER,
    }
    return render(request, "payments/run.html", context, status=422 if form else 200)


def _silent(by: Officer, run: Run, lines: Iterable[Line], on: date) -> SilentForm | None:
    """The form for lines that the bank never answered, once its time is over."""
    waiting = next((line for line in lines if line.state == LineState.IN_TRANSIT), None)
    if by.duty != Duty.FINANCE_APPROVER or waiting is None:
        return None
    waiting.run = run
    asked = refusal_of(guards.check_can_answer_silent, by, waiting, on)
    return None if asked else SilentForm(auto_id=False)


@for_officer(Duty.FINANCE_APPROVER)
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    run = runs.approve(run=queries.run_by_key(key), by=request.officer, at=clock.now())
    if run.state == RunState.DRAFT:
        messages.warning(request, _("审批前再次比对发现了新的问题，请先逐笔处理。"))
    else:
        messages.success(request, _("已审批，可以生成银行文件。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_DRAFTER)
@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    run, form = queries.run_by_key(key), CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, run, form=form)
    runs.cancel(run=run, reason=form.cleaned_data["reason"], by=request.officer, at=clock.now())
    messages.success(request, _("已作废，这些金额会列入下一批。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_DRAFTER)
@require_POST
def make_file(request: HttpRequest, key: UUID) -> HttpResponse:
    bank.make_file(run=queries.run_by_key(key), by=request.officer, at=clock.now())
    messages.success(request, _("银行文件已经生成。送到银行后，请登记“已送银行”。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_DRAFTER)
@require_POST
def send(request: HttpRequest, key: UUID) -> HttpResponse:
    bank.send(run=queries.run_by_key(key), by=request.officer, at=clock.now())
    messages.success(request, _("已登记：银行收到了文件。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_APPROVER)
@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    run, form = queries.run_by_key(key), CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, run, form=form)
    bank.take_back(run=run, reason=form.cleaned_data["reason"], by=request.officer, at=clock.now())
    messages.success(request, _("已登记：银行没有收到。这些金额会列入下一批。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_DRAFTER)
@require_POST
def settle(request: HttpRequest, key: UUID) -> HttpResponse:
    run, form = queries.run_by_key(key), ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, run, form=form)
    content = form.cleaned_data["file"].read()
    try:
        bank.settle(
            run=run,
            content=content,
            by=request.officer,
            at=clock.now(),
            partial=form.cleaned_data["partial"],
        )
    except Refusal as refusal:
        form.add_error("file", _("这个文件没有登记，请按下面各行改正后再传。"))
        return _show(request, run, form=form, faults=tuple(refusal.sentence.splitlines()))
    messages.success(request, _("回盘文件已经登记。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_DRAFTER)
@never_cache
@require_GET
def download(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The bank's file with numbers in clear; each download stands in the trail."""
    run = queries.run_by_key(key)
    guards.check_can_read(request.officer, run, clock.today())
    found = queries.bank_file(run, kind) if kind in MEDIA else None
    if found is None:
        raise Http404
    record(
        by=request.officer, at=clock.now(), verb="download", noun="run", key=str(run.pk), kind=kind
    )  # fmt: skip
    response = HttpResponse(open_file(found.file), content_type=MEDIA[kind])
    response["Content-Disposition"] = f'attachment; filename="{run.number}.{kind}"'
    return response
