"""What was paid too much: the list, the page of a claim, and what is done about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.decisions.actions.matters import hear as hear_family
from doudi.decisions.actions.matters import propose_matter
from doudi.decisions.queries.matters import decision_of, hearings_of
from doudi.decisions.states import Outcome
from doudi.payments import guards
from doudi.payments.actions import recovery
from doudi.payments.forms import HearForm, ReasonForm, RepaymentForm, SetOffForm, refuse
from doudi.payments.models import RecoveryClaim
from doudi.payments.queries import recovery as claims
from doudi.payments.states import ClaimState
from doudi.people.models import Person
from doudi.people.queries import members, names_of
from doudi.ui.access import for_officer


@for_officer(*guards.CLAIM_READERS)
@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    found = claims.claims_for(request.officer, clock.today())  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    if state:
        found = found.filter(state=state)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    names = names_of(claim.award.holder_id for claim in page)
    rows = [(claim, names.get(claim.award.holder_id, "")) for claim in page]
    context = {"page": page, "rows": rows, "state": state, "states": ClaimState.choices}
    return render(request, "payments/claims.html", context)


@for_officer(*guards.CLAIM_READERS)
@require_GET
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    return _show(request, claims.claim_by_key(key))


def _show(
    request: HttpRequest, claim: RecoveryClaim, verb: str = "", form: forms.Form | None = None
) -> HttpResponse:
    by, today = request.officer, clock.today()  # type: ignore[attr-defined]
    guards.check_can_read_claim(by, claim, today)
    own: dict[str, Any] = {verb: form} if form else {}
    pays, proposed = by.duty in guards.PAYERS, claim.state == ClaimState.PROPOSED
    decided = claim.state == ClaimState.DECIDED
    context = {
        "claim": claim,
        "name": names_of([claim.award.holder_id]).get(claim.award.holder_id, ""),
        "months": claim.months.select_related("component").order_by("month", "pk"),
        "repayments": claim.repayments.select_related("recorded_by__user").order_by("pk"),
        "outstanding": claims.outstanding(claim),
        "hearings": hearings_of(claims.matter(claim)),
        "decision": decision_of(claims.matter(claim)),
        "most": claims.most_percent(claim, today),
        "waive": (own.get("waive") or ReasonForm()) if pays and proposed else None,
        "hear": (own.get("hear") or _hear_form(request, claim))
        if proposed and by.duty in guards.CLAIM_HEARERS
        else None,
        "propose": (own.get("propose") or ReasonForm())
        if proposed and by.duty in guards.CLAIM_PROPOSERS
        else None,
        "repay": (own.get("repay") or RepaymentForm()) if pays and decided else None,
        "consent": (own.get("consent") or SetOffForm()) if pays and decided else None,
    }
    return render(request, "payments/claim.html", context, status=422 if form else 200)


def _hear_form(request: HttpRequest, claim: RecoveryClaim) -> HearForm:
    family = members(claim.award.household, clock.today())
    people = [(one.person.pk, one.name) for one in family]
    data = request.POST if request.method == "POST" else None
    return HearForm(data, people=people)


def _do(
    request: HttpRequest,
    claim: RecoveryClaim,
    verb: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """One action with what the form says; a refusal stands in the form."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, done)
            return redirect("payments_claim", claim.key)
    return _show(request, claim, verb, form)


@for_officer(*guards.PAYERS)
@require_POST
def waive(request: HttpRequest, key: UUID) -> HttpResponse:
    claim, by = claims.claim_by_key(key), request.officer  # type: ignore[attr-defined]
    form = ReasonForm(request.POST)
    return _do(
        request, claim, "waive", form,
        lambda said: recovery.waive(claim=claim, reason=said["reason"], by=by, at=clock.now()),
        _("已登记：不追回。"),
    )  # fmt: skip


@for_officer(*guards.CLAIM_HEARERS)
@require_POST
def hear(request: HttpRequest, key: UUID) -> HttpResponse:
    claim, by = claims.claim_by_key(key), request.officer  # type: ignore[attr-defined]

    def act(said: dict[str, Any]) -> object:
        heard = Person.objects.get(pk=int(said["heard"])) if said["heard"] else None
        return hear_family(
            matter=claims.matter(claim), household=claim.award.household, heard=heard,
            way=said["way"], held_on=said["held_on"], told=said["told"], said=said["said"],
            by=by, at=clock.now(),
        )  # fmt: skip

    return _do(request, claim, "hear", _hear_form(request, claim), act, _("意见已经记录。"))


@for_officer(*guards.CLAIM_PROPOSERS)
@require_POST
def propose(request: HttpRequest, key: UUID) -> HttpResponse:
    claim, by = claims.claim_by_key(key), request.officer  # type: ignore[attr-defined]
    award = claim.award

    def act(said: dict[str, Any]) -> object:
        return propose_matter(
            matter=claims.matter(claim), household=award.household, place=award.place,
            programme=award.programme, outcome=Outcome.RECOVERED, assessment=None,
            amount_fen=claim.amount_fen, reason=said["reason"], effective_from=None, by=by,
            at=clock.now(),
        )  # fmt: skip

    return _do(
        request, claim, "propose", ReasonForm(request.POST), act, _("已拟定追回，等待确认。")
    )


@for_officer(*guards.PAYERS)
@require_POST
def repay(request: HttpRequest, key: UUID) -> HttpResponse:
    claim, by = claims.claim_by_key(key), request.officer  # type: ignore[attr-defined]
    guards.check_can_handle_claim(by, claim, "repay", clock.today())

    def act(said: dict[str, Any]) -> object:
        return recovery.repay(
            claim=claim, amount_fen=said["amount"], on=said["on"], receipt=said["receipt"], by=by,
            at=clock.now(),
        )  # fmt: skip

    return _do(request, claim, "repay", RepaymentForm(request.POST), act, _("归还已经登记。"))


@for_officer(*guards.PAYERS)
@require_POST
def consent(request: HttpRequest, key: UUID) -> HttpResponse:
    claim, by = claims.claim_by_key(key), request.officer  # type: ignore[attr-defined]
    guards.check_can_handle_claim(by, claim, "repay", clock.today())

    def act(said: dict[str, Any]) -> object:
        return recovery.agree_to_set_off(
            claim=claim, percent=said["percent"], paper=said["paper"].read(), by=by, at=clock.now()
        )

    form = SetOffForm(request.POST, request.FILES)
    return _do(request, claim, "consent", form, act, _("书面同意已经登记，从下一批起抵扣。"))
