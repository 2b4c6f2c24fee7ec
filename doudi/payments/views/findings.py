"""Findings of a run, and the tray of lines that were set aside."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.states import Duty
from doudi.common import clock
from doudi.common.workdays import workdays_left
from doudi.payments import guards
from doudi.payments.actions import bank, findings
from doudi.payments.forms import ReasonForm, SilentForm
from doudi.payments.models import Line, LineFinding
from doudi.payments.queries.findings import set_aside_for
from doudi.people.queries import names_of
from doudi.ui.access import for_officer


@for_officer(*guards.PAYERS, Duty.AUDITOR)
@require_GET
def show_aside(request: HttpRequest) -> HttpResponse:
    by, today = request.officer, clock.today()  # type: ignore[attr-defined]
    page = Paginator(set_aside_for(by, today), 50).get_page(request.GET.get("page"))
    names = names_of(line.award.holder_id for line in page)
    rows = [
        (line, names.get(line.award.holder_id, ""), workdays_left(today, line.due_on))
        for line in page
    ]
    context = {"page": page, "rows": rows, "form": ReasonForm(), "pays": by.duty in guards.PAYERS}
    return render(request, "payments/aside.html", context)


@for_officer(*guards.PAYERS)
@require_POST
def set_aside(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    line = get_object_or_404(Line, pk=pk, run__key=key)
    form = ReasonForm(request.POST)
    if form.is_valid():
        findings.set_aside(
            line=line, reason=form.cleaned_data["reason"], by=request.officer, at=clock.now()
        )  # fmt: skip
        messages.success(request, _("这一笔已暂存，其余照常发放。"))
    else:
        messages.error(request, _("请写明暂存的理由。"))
    return redirect("payments_run", key)


@for_officer(*guards.PAYERS)
@require_POST
def confirm(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    finding = get_object_or_404(LineFinding.objects.select_related("line"), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        findings.confirm(
            finding=finding, reason=form.cleaned_data["reason"], by=request.officer, at=clock.now()
        )  # fmt: skip
        messages.success(request, _("已登记：核对无误，照发。"))
    else:
        messages.error(request, _("请写明核对了什么。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_APPROVER)
@require_POST
def pass_line(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    line = get_object_or_404(Line, pk=pk, run__key=key)
    findings.pass_line(line=line, by=request.officer, at=clock.now())
    messages.success(request, _("已核准，这一笔和其余的一起发放。"))
    return redirect("payments_run", key)


@for_officer(Duty.FINANCE_APPROVER)
@require_POST
def answer_silent(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    line = get_object_or_404(Line.objects.select_related("run"), pk=pk, run__key=key)
    guards.check_pays(request.officer, line.run, clock.today())  # type: ignore[attr-defined]
    form = SilentForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        bank.answer_silent(
            line=line, paid=said["paid"] == "paid", on=said["on"], reason=said["reason"],
            by=request.officer, at=clock.now(),
        )  # fmt: skip
        messages.success(request, _("已登记银行查证的结果。"))
    else:
        messages.error(request, _("请填写日期，并写明怎样向银行查证的。"))
    return redirect("payments_run", key)


@for_officer(*guards.PAYERS)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    line, form = get_object_or_404(Line, pk=pk), ReasonForm(request.POST)
    guards.check_pays(request.officer, line.run, clock.today())  # type: ignore[attr-defined]
    if form.is_valid():
        findings.clear(
            line=line, reason=form.cleaned_data["reason"], by=request.officer, at=clock.now()
        )  # fmt: skip
        messages.success(request, _("已办结，这笔钱列入下一批。"))
    else:
        messages.error(request, _("请写明怎样解决的。"))
    return redirect("payments_aside")
