"""Standards that were raised: what waits, the list of differences, and who may ask."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doudi.accounts.queries import place_by_code
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.refusals import refusal_of
from doudi.payments import guards
from doudi.payments.actions import may_ask, raises
from doudi.payments.forms import AskForm, CancelForm, PurposeForm, RaiseForm
from doudi.payments.models import MayAsk, Raise, RaiseItem
from doudi.payments.queries import may_ask as asking
from doudi.payments.queries import raises as queries
from doudi.payments.states import AskOutcome, ItemState, RaiseState
from doudi.people.queries import names_of
from doudi.people.queries.kin import own_kin
from doudi.policies.models import ParameterValue
from doudi.policies.queries.standards import Said, said_row
from doudi.policies.rules.registry import about
from doudi.ui.access import for_officer

PER_PAGE = 50
ASK = "ask"
SHOWN = (ItemState.PERSON, ItemState.KIN, ItemState.STALE, ItemState.SAME)


def _officer(request: HttpRequest) -> Officer:
    found: Officer = request.officer  # type: ignore[attr-defined]
    return found


@for_officer(*guards.RAISE_READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    by, on = _officer(request), clock.today()
    page = Paginator(queries.raises_for(by, on), PER_PAGE).get_page(request.GET.get("page"))
    may_draft = by.duty in guards.RAISERS
    waiting = queries.to_draft(by, on) if may_draft else []
    context = {
        "page": page,
        "rows": [(one, about(one.programme).title) for one in page],
        "waiting": [(one, about(one.programme).title, _said(one.values)) for one in waiting],
        "may_draft": may_draft,
    }
    return render(request, "payments/raises.html", context)


def _said(values: Iterable[ParameterValue]) -> list[Said]:
    return [said_row(value) for value in values]


@for_officer(*guards.RAISERS)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    form = RaiseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请从页面上的标准中选择。"))
        return redirect("payments_raises")
    given = form.cleaned_data
    found = raises.draft_raise(
        place=place_by_code(given["place"], clock.today()), programme=given["programme"],
        from_on=given["from_on"], by=_officer(request), at=clock.now(),
    )  # fmt: skip
    messages.success(request, _("正在逐户计算，算完后请另一位审批人审批。"))
    return redirect("payments_raise", found.key)


@for_officer(*guards.RAISE_READERS)
@never_cache
@require_GET
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _show(request, queries.raise_by_key(key))


def _show(
    request: HttpRequest, found: Raise, verb: str = "", form: Any = None, status: int = 200
) -> HttpResponse:
    by, on = _officer(request), clock.today()
    guards.check_can_read_raise(by, found, on)
    state = request.GET.get("state", "")
    sums = queries.totals(found)
    forms: dict[str, Any] = {"cancel": CancelForm(), "export": PurposeForm()}
    context = {
        "found": found,
        "title": about(found.programme).title,
        "said": _said(found.values.order_by("key")),
        "sums": sums,
        "state": state,
        "asks": found.may_ask.count(),
        "tabs": [(one, ItemState(one).label, sums.counts.get(one, 0)) for one in SHOWN],
        "why_approve": refusal_of(guards.check_can_approve_raise, by, found, on),
        "why_redo": refusal_of(guards.check_can_change_raise, by, found, "redo", on),
        "why_cancel": refusal_of(guards.check_can_change_raise, by, found, "cancel", on),
        "approver": by.duty in guards.RAISE_APPROVERS,
        "left": _own(by, found, on),
        "forms": forms | ({verb: form} if verb else {}),
        **(_asks(request, found) if state == ASK else _items(request, found, state, by, on)),
    }
    return render(request, "payments/raise.html", context, status=status)


def _own(by: Officer, found: Raise, on: Any) -> int:
    mine = by.duty in guards.RAISE_APPROVERS and found.state == RaiseState.READY
    return len(queries.kin_items(by, found, on)) if mine else 0


def _items(request: HttpRequest, found: Raise, state: str, by: Officer, on: Any) -> dict[str, Any]:
    known = state if state in ItemState.values else ""
    rows = queries.item_rows(found, known)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    items = list(page.object_list)
    names, lines = names_of(one.award.holder_id for one in items), queries.lines_of(items)
    kin = own_kin(by, [one.award.household_id for one in items], on)
    passes = by.duty in guards.RAISE_APPROVERS and by.user_id != found.drafted_user_id
    return {
        "page": page,
        "rows": [
            (
                one,
                names.get(one.award.holder_id, ""),
                lines.get(one.pk, []),
                passes and one.state == ItemState.KIN and one.award.household_id not in kin,
            )
            for one in items
        ],
    }


def _asks(request: HttpRequest, found: Raise) -> dict[str, Any]:
    page = Paginator(asking.of_raise(found), PER_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "families": _families(page)}


def _families(page: Iterable[MayAsk]) -> list[tuple[MayAsk, str]]:
    held = list(page)
    names = asking.names(held)
    return [(one, names.get(one.household_id, "")) for one in held]


@for_officer(*guards.RAISE_APPROVERS)
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    raises.approve_raise(found=queries.raise_by_key(key), by=_officer(request), at=clock.now())
    messages.success(request, _("已审批，正在逐户入账，补发随下一批发放。"))
    return redirect("payments_raise", key)


@for_officer(*guards.RAISERS)
@require_POST
def redo(request: HttpRequest, key: UUID) -> HttpResponse:
    raises.redo(found=queries.raise_by_key(key), by=_officer(request), at=clock.now())
    messages.success(request, _("正在重新计算。"))
    return redirect("payments_raise", key)


@for_officer(*guards.RAISERS)
@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    found, form = queries.raise_by_key(key), CancelForm(request.POST)
    if not form.is_valid():
        return _show(request, found, "cancel", form, 422)
    raises.cancel_raise(
        found=found, reason=form.cleaned_data["reason"], by=_officer(request), at=clock.now()
    )
    messages.success(request, _("已作废，可以重新生成。"))
    return redirect("payments_raise", key)


@for_officer(*guards.RAISE_READERS)
@never_cache
@require_POST
def export(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole list as CSV; each taking out stands in the trail."""
    found, form = queries.raise_by_key(key), PurposeForm(request.POST)
    guards.check_can_read_raise(_officer(request), found, clock.today())
    if not form.is_valid():
        return _show(request, found, "export", form, 422)
    content = raises.export_raise(
        found=found, purpose=form.cleaned_data["purpose"], by=_officer(request), at=clock.now()
    )
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="raise.csv"'
    return answer


@for_officer(*guards.RAISE_APPROVERS)
@require_POST
def pass_item(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    item = get_object_or_404(RaiseItem, pk=pk, of__key=key)
    raises.pass_item(item=item, by=_officer(request), at=clock.now())
    messages.success(request, _("这一户已核准入账。"))
    return redirect("payments_raise", key)


@for_officer(*guards.ASK_HELPERS)
@require_GET
def show_asking(request: HttpRequest) -> HttpResponse:
    """Families of the village or town that were told, and have not asked yet."""
    rows = asking.asking_for(_officer(request), clock.today())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    families = [(one, name, about(one.of.programme).title) for one, name in _families(page)]
    context = {"page": page, "rows": families, "outcomes": AskOutcome.choices}
    return render(request, "payments/may_ask.html", context)


@for_officer(*guards.ASK_HELPERS)
@require_POST
def close_asking(request: HttpRequest, pk: int) -> HttpResponse:
    one, form = get_object_or_404(MayAsk, pk=pk), AskForm(request.POST)
    guards.check_can_help_ask(_officer(request), one, clock.today())
    if form.is_valid():
        may_ask.close_may_ask(one=one, by=_officer(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("已登记。"))
    else:
        messages.error(request, _("请选择结果。"))
    return redirect("payments_may_ask")
