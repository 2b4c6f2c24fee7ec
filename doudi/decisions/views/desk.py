"""The work page of a request: computation, opinion, proposal, decision, on one screen."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common import clock
from doudi.common.refusals import Forbidden, Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.forms import OpinionForm, ProposalForm, ReasonForm
from doudi.decisions.guards.conference import CALLERS
from doudi.decisions.guards.opinions import ASSESSORS
from doudi.decisions.guards.volume import KEEPERS
from doudi.decisions.models import Decision
from doudi.decisions.queries import panel, standing
from doudi.decisions.queries.conference import called
from doudi.decisions.queries.panel import WORKERS
from doudi.decisions.queries.volume.deciding import grounds_of
from doudi.people.queries import current_name
from doudi.ui.access import for_officer

_RELATED = ("application__place__parent", "application__household", "application__applicant")


@for_officer(*WORKERS)
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk))


def _seen(request: HttpRequest, pk: int) -> Request:
    found = get_object_or_404(Request.objects.select_related(*_RELATED), pk=pk)
    guards.check_can_see(request.officer, found.application.place, clock.today())  # type: ignore[attr-defined]
    return found


def _page(request: HttpRequest, one: Request, status: int = 200, **forms: Form) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    shown = panel(one, by=by, on=on)
    context: dict[str, Any] = {
        "one": one,
        "name": current_name(one.application.applicant),
        "panel": shown,
        "opinion_form": forms.get("opinion_form") or OpinionForm(),
        "proposal_form": forms.get("proposal_form") or ProposalForm(),
        "return_form": forms.get("return_form") or ReasonForm(),
        "assesses": by.duty in ASSESSORS,
        "calls": by.duty in CALLERS,
        "keeps": by.duty in KEEPERS,
        "called": called(one, grounds_of(one)),
        "no_assess": refusal_of(guards.check_can_assess, by, one, on),
        "no_opinion": _no_opinion(by, one, on),
        "no_propose": refusal_of(guards.check_can_propose, by, one, on),
    }
    if shown.decision and shown.decision.decided_at is None:
        decision = shown.decision
        context["no_decide"] = refusal_of(guards.check_can_decide, by, decision, on)
        context["no_return"] = refusal_of(guards.check_can_return, by, decision, on)
    return render(request, "decisions/request.html", context, status=status)


def _no_opinion(by: Any, one: Request, on: Any) -> Refusal | None:
    """A missing check greys nothing: the form asks for the reason not to wait."""
    newest = standing.newest_assessment(one)
    why = refusal_of(guards.check_can_give_opinion, by, one, newest, on)
    return None if why and why.field == "without_check" else why


def _act(
    request: HttpRequest, one: Request, form: Form, name: str, act: Callable[..., Any]
) -> HttpResponse:
    """Runs the action on a valid form; a refusal returns the form with its sentence."""
    if not form.is_valid():
        return _page(request, one, 422, **{name: form})
    try:
        act(by=request.officer, at=clock.now(), **form.cleaned_data)  # type: ignore[attr-defined]
    except (Forbidden, Hidden):
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, one, 422, **{name: form})
    return redirect("desk_case", one.application.key)


@require_POST
@for_officer(*WORKERS)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    actions.assess(request=one, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("decisions_request", one.pk)


@require_POST
@for_officer(Duty.TOWN_LEADER)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    newest = standing.newest_assessment(one)

    def act(**given: Any) -> object:
        return actions.give_opinion(request=one, assessment=newest, **given)  # type: ignore[arg-type]

    return _act(request, one, OpinionForm(request.POST), "opinion_form", act)


@require_POST
@for_officer(Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)

    def act(**given: Any) -> object:
        return actions.propose(request=one, **given)

    return _act(request, one, ProposalForm(request.POST), "proposal_form", act)


def _proposal(request: HttpRequest, pk: int) -> tuple[Decision, Request]:
    found = get_object_or_404(Decision, pk=pk, request__isnull=False)
    return found, _seen(request, found.request_id or 0)


@require_POST
@for_officer(Duty.COUNTY_LEADER, Duty.TOWN_DECIDER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    decision, one = _proposal(request, pk)
    actions.decide(decision=decision, by=request.officer, at=clock.now())  # type: ignore[attr-defined]
    return redirect("desk_case", one.application.key)


@require_POST
@for_officer(Duty.COUNTY_LEADER, Duty.TOWN_DECIDER)
def return_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    decision, one = _proposal(request, pk)

    def act(**given: Any) -> object:
        return actions.return_proposal(decision=decision, **given)

    return _act(request, one, ReasonForm(request.POST), "return_form", act)
