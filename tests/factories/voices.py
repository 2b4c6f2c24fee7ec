"""Objections, complaints and reviews on the way that `factories.decisions` walks."""

from datetime import date

from doudi.common.actors import Officer, System
from doudi.common.clock import beijing
from doudi.decisions import actions
from doudi.decisions.models import Complaint, Decision, Objection, Posting, Review
from doudi.visits.models import Plan, Visit
from tests.factories import accounts, decisions
from tests.factories.pictures import jpeg

RAISED = date(2026, 9, 14)
JUDGED = date(2026, 9, 15)
LOOKED = date(2026, 9, 16)
AGAIN = date(2026, 9, 17)
FORM = System("decisions.public_form")


def hanging() -> tuple[decisions.Case, Posting]:
    case = decisions.ready()
    decisions.opinion(case)
    return case, decisions.hung(decisions.prepared(case), case)


def objection(posting: Posting, **more: str) -> Objection:
    """From the page behind the sheet's code, nobody signed in."""
    given = {"text": "这家在镇上开店。", **more}
    return actions.raise_objection(
        line=posting.lines.get(), by=FORM, at=beijing(RAISED, 10), **given
    )


def judged(case: decisions.Case, one: Objection, route: str = "") -> Objection:
    return actions.judge_objection(
        objection=one, substance=bool(route), reason="说得具体。" if route else "没有事实。",
        route=route, by=case.leader, at=beijing(JUDGED, 10),
    )  # fmt: skip


def appraisal_words() -> dict[str, object]:
    return {
        "held_on": LOOKED, "where": "村部会议室", "attendants": 15, "representatives": 10,
        "agree": 12, "disagree": 3, "text": "店是她妹妹的。", "minutes": jpeg(),
    }  # fmt: skip


def visited_again(case: decisions.Case) -> Visit:
    at = beijing(LOOKED, 15)
    plan = Plan.objects.create(
        household=case.request.application.household, purpose="application", checklist="dibao",
        first_id=case.first.post_id, second_id=case.second.post_id, visit_on=LOOKED,
        due_on=LOOKED, planned_at=beijing(JUDGED, 11), planned_by_id=case.leader.post_id,
        done_at=at,
    )  # fmt: skip
    return Visit.objects.create(
        plan=plan, met="applicant", recorded_at=at, received_at=at,
        recorded_by_id=case.first.post_id, finished_at=at,
    )  # fmt: skip


def complaint(**more: object) -> Complaint:
    given = {
        "place": accounts.place(accounts.VILLAGE), "text": "有人领低保还开小车。", "by": FORM,
        "at": beijing(RAISED, 10), **more,
    }  # fmt: skip
    return actions.receive_complaint(**given)  # type: ignore[arg-type]


def county(duty: str = "county_reviewer") -> Officer:
    """Somebody of the district who has touched no case."""
    return accounts.officer(duty)


def review(decision: Decision, case: decisions.Case, on: date = decisions.DECIDED) -> Review:
    return actions.ask_review(
        decision=decision, text="收入算错了。", by=case.citizen, at=beijing(on, 12)
    )
