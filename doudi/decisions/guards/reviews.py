"""复核: the family asks at any time; who had a hand in the case does not answer."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.common.actors import Citizen, Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.guards.letters import check_own_letter
from doudi.decisions.guards.objections import NOTERS
from doudi.decisions.guards.reach import check_duty, check_reason
from doudi.decisions.models import Decision, Review
from doudi.decisions.queries.touched import touched_by
from doudi.decisions.queries.voices import ANSWERERS
from doudi.decisions.states import Outcome, ReviewOutcome
from doudi.people.models import Person
from doudi.people.queries import adults
from doudi.people.queries.kin import check_not_kin


def check_can_ask_review(
    by: Officer | Citizen,
    decision: Decision,
    on: date,
    *,
    text: str | None = None,
    asked_by: Person | None = None,
) -> None:
    """No term: an office looks again whenever it is asked, one review at a time."""
    if isinstance(by, Citizen):
        check_own_letter(by, decision.letter, on)
    else:
        check_duty(by, NOTERS, decision.place, on)
    if decision.decided_at is None:
        raise Refusal("review.undecided", _("还没有作出决定。"))
    if decision.annulled_at is not None:
        raise Refusal("review.annulled", _("这个决定已经撤销，正在重新办理。"))
    if decision.reviews.filter(answered_at__isnull=True).exists():
        raise Refusal("review.open", _("已经在复核，请等答复。"))
    if text is None:
        return
    if not text.strip():
        raise Refusal("review.text", _("请写一句哪里不对。"), field="text")
    if isinstance(by, Officer):
        _check_adult(decision, asked_by, on)


def _check_adult(decision: Decision, asked_by: Person | None, on: date) -> None:
    grown = {one.person.pk for one in adults(decision.household, on)}
    if asked_by is None or asked_by.pk not in grown:
        raise Refusal("review.who", _("请选择这家要求复核的成年人。"), field="asked_by")


def check_can_answer_review(
    by: Officer, review: Review, on: date, *, outcome: str = "", answer: str = ""
) -> None:
    """The county; neither investigator, assessor, opinion giver, proposer, decider nor kin."""
    decision = review.decision
    check_duty(by, ANSWERERS, decision.place, on)
    if review.answered_at is not None:
        raise Refusal("review.answered", _("这件复核已经答复。"))
    if by.user_id in touched_by(decision):
        raise Forbidden("review.touched", _("您办理过这个案子，复核请交给没有经手的同事。"))
    check_not_kin(by, decision.household, on)
    if not outcome:
        return
    if not answer.strip():
        raise Refusal("review.answer", _("请写明复核的理由，家庭会看到。"), field="answer")
    check_reason(answer)
    if outcome == ReviewOutcome.ANNULLED:
        check_can_annul(decision)


def check_can_annul(decision: Decision) -> None:
    """Only a refusal is taken back here; an award that runs is changed, never undone."""
    if decision.request is None or decision.outcome != Outcome.REFUSED:
        raise Refusal(
            "review.granted",
            _("待遇已经生效，不能撤销。要改，请在待遇页面办理变更。"),
            field="outcome",
        )
