"""复核: asked on the phone, at the counter or by the hotline; upheld or annulled with reasons."""

from datetime import datetime

from doudi.applications.actions.reopening import reopen
from doudi.audit.actions import record
from doudi.common.actors import Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.common.workdays import add_workdays
from doudi.decisions import guards
from doudi.decisions.actions.telling import tell
from doudi.decisions.models import Decision, Opinion, Review
from doudi.decisions.rules import voices
from doudi.decisions.states import ComplaintWay, ReviewOutcome
from doudi.journal.actions import note
from doudi.people.models import Person
from doudi.people.queries import person_of
from doudi.policies.rules.flows import flow_for
from doudi.ui.text import cn_date


@action
def ask_review(
    *,
    decision: Decision,
    text: str,
    way: str = ComplaintWay.PORTAL,
    asked_by: Person | None = None,
    by: Officer | Citizen,
    at: datetime,
) -> Review:
    """A citizen asks for the own household; an officer writes down who asked at the counter."""
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    on = day_of(at)
    guards.check_can_ask_review(by, held, on, text=text, asked_by=asked_by)
    limit = flow_for(held.programme, held.place.code, on).complaint_workdays
    made = Review.objects.create(
        decision=held, text=text.strip(), way=way, asked_at=at, due_on=add_workdays(on, limit),
        asked_by=person_of(by.user_id) if isinstance(by, Citizen) else asked_by,
        noted_by_id=by.post_id if isinstance(by, Officer) else None,
    )  # fmt: skip
    record(by=by, at=at, verb="ask_review", noun="decision", key=held.pk, way=str(way))
    note(noun="review", key=made.pk, verb="asked", at=at)
    if held.request is not None:
        tell(
            request=held.request, template=voices.REVIEW_ASKED, once=made.pk, by=by, at=at,
            due=cn_date(made.due_on),
        )  # fmt: skip
    return made


@action
def answer_review(
    *, review: Review, outcome: str, answer: str, by: Officer, at: datetime
) -> Review:
    """维持 or 撤销, in words that the family reads.

    Annulled: the decision stays visible with the reason, its opinion falls, and the application
    is open again with a new time limit.
    """
    held = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    guards.check_can_answer_review(by, held, day_of(at), outcome=outcome, answer=answer)
    held.outcome, held.answer = outcome, answer.strip()
    held.answered_at, held.answered_by_id = at, by.post_id
    held.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    record(by=by, at=at, verb="answer", noun="review", key=held.pk, outcome=str(outcome))
    note(noun="review", key=held.pk, verb="answered", at=at)
    if outcome == ReviewOutcome.ANNULLED:
        _annul(held.decision, held.answer, by, at)
    request = held.decision.request
    if request is not None:
        tell(request=request, template=voices.REVIEW_ANSWERED, once=held.pk, by=by, at=at)
    return held


def _annul(decision: Decision, reason: str, by: Officer, at: datetime) -> None:
    decision.annulled_at, decision.annulled_by_id = at, by.post_id
    decision.annulled_reason = reason[:500]
    decision.save(update_fields=["annulled_at", "annulled_by", "annulled_reason"])
    note(noun="decision", key=decision.pk, verb="annulled", at=at)
    request = decision.request
    if request is None:
        return
    Opinion.objects.filter(request=request, superseded_at__isnull=True).update(superseded_at=at)
    reopen(application=request.application, by=by, at=at)
