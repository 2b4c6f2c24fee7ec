from datetime import date, datetime
from uuid import uuid4

from doudi.accounts.queries import office_for
from doudi.accounts.states import Act
from doudi.applications.actions.applications import close
from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.months import add_months, month_of
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.actions.draws import draw
from doudi.decisions.actions.households import tell_household
from doudi.decisions.actions.letters import write_letter
from doudi.decisions.actions.telling import tell
from doudi.decisions.models import Decision
from doudi.decisions.queries import standing
from doudi.decisions.queries.conference import conference_of
from doudi.decisions.queries.words import district_of
from doudi.decisions.rules import messages
from doudi.decisions.rules.draws import AFTER
from doudi.decisions.states import Outcome
from doudi.journal.actions import note


@action
def propose(*, request: Request, outcome: str, reason: str, by: Officer, at: datetime) -> Decision:
    """拟定: the district's reviewer, or the town's leader where the town decides."""
    held = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    on = day_of(at)
    guards.check_can_propose(by, held, on, outcome=outcome, reason=reason)
    opinion = standing.current_opinion(held)
    if opinion is None:  # the guard has refused; this tells the type checker
        raise AssertionError
    place = held.application.place
    decision = Decision.objects.create(
        number=uuid4().hex,
        request=held,
        household=held.application.household,
        place=place,
        programme=held.programme,
        office=office_for(Act.DECIDE, held.programme, place, on),
        assessment=opinion.assessment,
        conference=conference_of(held),
        outcome=outcome,
        amount_fen=opinion.assessment.amount_fen if outcome == Outcome.GRANTED else None,
        reason=reason.strip(),
        proposed_at=at,
        proposed_by_id=by.post_id,
        proposed_user_id=by.user_id,
    )
    decision.number = f"{on.year}-{district_of(place).code}-{decision.pk:06d}"
    decision.save(update_fields=["number"])
    record(by=by, at=at, verb="propose", noun="decision", key=decision.pk, outcome=str(outcome))
    note(noun="decision", key=decision.pk, verb="proposed", at=at)
    return decision


@action
def return_proposal(*, decision: Decision, reason: str, by: Officer, at: datetime) -> Decision:
    """退回: the proposal stays visible; the request may be proposed again."""
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    guards.check_can_return(by, held, day_of(at), reason=reason)
    held.returned_at, held.returned_reason = at, reason.strip()
    held.save(update_fields=["returned_at", "returned_reason"])
    record(by=by, at=at, verb="return", noun="decision", key=held.pk)
    note(noun="decision", key=held.pk, verb="returned", at=at)
    return held


@action
def decide(*, decision: Decision, by: Officer, at: datetime) -> Decision:
    """确认 by a named person other than the proposer; the letter is written with it.

    Support starts with the month after the decision (民发〔2021〕57号: 下月起), and so does less of
    it; more counts from the month that was proposed.
    """
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    guards.check_can_decide(by, held, day_of(at))
    held.decided_at, held.decided_by_id, held.decided_user_id = at, by.post_id, by.user_id
    held.effective_from = _effective_from(held, day_of(at))
    held.save(update_fields=["decided_at", "decided_by", "decided_user", "effective_from"])
    record(by=by, at=at, verb="decide", noun="decision", key=held.pk, outcome=held.outcome)
    note(noun="decision", key=held.pk, verb="decided", at=at)
    write_letter(decision=held, by=by, at=at)
    if held.request is not None:
        draw(request=held.request, moment=AFTER, by=by, at=at)
        _close_when_all_decided(held.request, by, at)
        tell(
            request=held.request, template=messages.DECIDED, once=held.pk, by=by, at=at,
            office=held.office.name,
        )  # fmt: skip
    else:
        tell_household(
            household=held.household, template=messages.MATTER_DECIDED,
            values={"office": held.office.name}, noun="decision", key=held.pk,
            once=f"{messages.MATTER_DECIDED.code}:{held.pk}", by=by, at=at,
        )  # fmt: skip
    return held


def _effective_from(decision: Decision, on: date) -> date | None:
    following = add_months(month_of(on), 1)
    if decision.outcome == Outcome.GRANTED:
        return following
    proposed, more = decision.effective_from, (Outcome.RAISED, Outcome.RESUMED)
    return proposed if proposed is None or decision.outcome in more else max(proposed, following)


def _close_when_all_decided(request: Request, by: Officer, at: datetime) -> None:
    asked = request.application.requests.all()
    if all(standing.is_decided(one) for one in asked):
        close(application=request.application, by=by, at=at)
