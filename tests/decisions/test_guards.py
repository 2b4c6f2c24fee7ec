"""The truth table of every guard: who, what, when; each refusal by its code."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from doudi.accounts.models import User
from doudi.applications.models import AwaitedItem
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.refusals import Hidden, Refusal, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.models import Decision, Opinion
from doudi.decisions.queries import standing
from doudi.decisions.states import Outcome, PostingKind, Recommendation, Service
from tests.factories import accounts, decisions
from tests.factories.pictures import jpeg, png

pytestmark = pytest.mark.django_db
ON = decisions.OPINION


def code_of(check, *given, **named) -> str:
    refusal = refusal_of(check, *given, **named)
    return refusal.code if refusal else ""


def assessed(case, at=None):
    return actions.assess(request=case.request, by=case.leader, at=at or beijing(ON))


# opinions


@pytest.mark.parametrize(
    ("duty", "code"),
    [
        ("town_leader", ""),
        ("town_acceptor", ""),
        ("town_investigator", ""),
        ("village_intake", "decisions.duty"),
        ("county_leader", "decisions.duty"),
        ("finance_drafter", "decisions.duty"),
    ],
)
def test_who_may_assess(duty, code):
    case = decisions.ready()
    assert code_of(guards.check_can_assess, accounts.officer(duty), case.request, ON) == code


def test_nobody_assesses_what_is_not_accepted_or_is_proposed():
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    decisions.proposed(case)
    assert code_of(guards.check_can_assess, case.leader, case.request, ON) == "assessment.decided"
    application = case.request.application
    application.state = State.SUBMITTED
    assert (
        code_of(guards.check_can_assess, case.leader, case.request, ON) == "decisions.not_accepted"
    )


@pytest.mark.parametrize(
    ("duty", "village", "code"),
    [
        ("town_leader", accounts.VILLAGE, ""),
        ("town_leader", "430902005001", "decisions.duty"),
        ("town_acceptor", accounts.VILLAGE, "decisions.duty"),
        ("town_investigator", accounts.VILLAGE, "decisions.duty"),
        ("county_reviewer", accounts.VILLAGE, "decisions.duty"),
    ],
)
def test_only_the_towns_leader_gives_an_opinion(duty, village, code):
    case = decisions.ready()
    by = accounts.officer(duty, village)
    found = code_of(guards.check_can_give_opinion, by, case.request, assessed(case), ON)
    assert found == code


def test_an_opinion_needs_visit_check_and_newest_assessment():
    case = decisions.accepted()
    check = guards.check_can_give_opinion
    first = assessed(case, beijing(decisions.ACCEPTED, 12))
    assert code_of(check, case.leader, case.request, first, ON) == "opinion.no_visit"
    decisions.visited(case)
    assert code_of(check, case.leader, case.request, first, ON) == "opinion.no_check"
    assert (
        code_of(check, case.leader, case.request, first, ON, without_check="银行久不回复")
        == "opinion.before_visit"
    )
    after_visit = assessed(case, beijing(decisions.VISITED, 18))
    assert code_of(check, case.leader, case.request, first, ON, without_check="久不回复") == (
        "opinion.old_assessment"
    )
    waived = {"without_check": "银行久不回复"}
    assert code_of(check, case.leader, case.request, after_visit, ON, **waived) == ""
    decisions.checked(case)
    assert code_of(check, case.leader, case.request, after_visit, ON) == "opinion.before_check"
    assert code_of(check, case.leader, case.request, assessed(case), ON) == ""
    assert code_of(check, case.leader, case.request, None, ON) == "opinion.no_assessment"


@pytest.mark.parametrize(
    ("wage_fen", "recommendation", "reason", "code"),
    [
        (120_000, Recommendation.GRANT, "", ""),
        (120_000, Recommendation.REFUSE, "", "decisions.reason"),
        (120_000, Recommendation.REFUSE, "有未申报的收入。", ""),
        (9_000_000, Recommendation.REFUSE, "", "decisions.reason"),
        (9_000_000, Recommendation.GRANT, "", "decisions.reason"),
    ],
)
def test_an_opinion_against_the_verdict_needs_a_reason(wage_fen, recommendation, reason, code):
    case = decisions.ready(wage_fen=wage_fen)
    found = code_of(
        guards.check_can_give_opinion, case.leader, case.request, assessed(case), ON,
        recommendation=recommendation, reason=reason,
    )  # fmt: skip
    assert found == code


def test_unknown_is_not_granted():
    """A bank that has not answered leaves the verdict open: no amount, no recommendation."""
    case = decisions.ready()
    decisions.unanswered(case)
    found = assessed(case)
    assert (found.verdict, found.amount_fen) == ("unknown", None)
    given = {"recommendation": Recommendation.GRANT, "reason": "看起来很困难。"}
    by, check = case.leader, guards.check_can_give_opinion
    assert code_of(check, by, case.request, found, ON, **given) == "opinion.no_amount"


def test_a_newer_opinion_supersedes_and_only_one_is_current():
    case = decisions.ready()
    first = decisions.opinion(case)
    second = decisions.opinion(case, at=beijing(ON, 15))
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert standing.current_opinion(case.request) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=first.pk).update(superseded_at=None)


# sheets


def test_who_is_due_for_a_sheet():
    case = decisions.ready()
    ready = guards.check_ready_for_sheet
    assert code_of(ready, case.request, PostingKind.BEFORE) == "posting.no_opinion"
    assert code_of(ready, case.request, PostingKind.AFTER) == "posting.not_granted"
    decisions.opinion(case, Recommendation.REFUSE, "有未申报的收入。")
    assert code_of(ready, case.request, PostingKind.BEFORE) == "posting.not_recommended"
    decisions.opinion(case, at=beijing(ON, 15))
    assert code_of(ready, case.request, PostingKind.BEFORE) == ""
    decisions.prepared(case)
    assert code_of(ready, case.request, PostingKind.BEFORE) == "posting.already"


def test_a_sheet_is_of_one_village_and_not_empty():
    case = decisions.ready()
    decisions.opinion(case)
    place, other = case.request.application.place, accounts.place("430902106200")
    check = guards.check_can_prepare
    before = PostingKind.BEFORE
    assert code_of(check, case.leader, place, [], before, ON) == "posting.nobody"
    assert code_of(check, case.leader, other, [case.request], before, ON) == "posting.place"
    assert code_of(check, case.village, place, [case.request], before, ON) == "decisions.duty"
    assert code_of(check, case.leader, place, [case.request], before, ON) == ""


def test_hanging_and_taking_down():
    case = decisions.ready()
    decisions.opinion(case)
    posting = decisions.prepared(case)
    hang, down = guards.check_can_hang, guards.check_can_take_down
    tomorrow, before = decisions.HUNG + timedelta(days=1), decisions.HUNG - timedelta(days=1)
    day = decisions.HUNG
    assert code_of(hang, case.village, posting, day, hung_on=tomorrow) == "posting.future"
    assert code_of(hang, case.village, posting, day, hung_on=before) == "posting.too_early"
    assert code_of(hang, case.reviewer, posting, day) == "decisions.duty"
    assert code_of(down, case.village, posting, day) == "posting.still_hangs"
    posting = decisions.hung(posting, case)
    assert code_of(hang, case.village, posting, day) == "posting.hung"
    assert code_of(down, case.village, posting, decisions.LAST) == "posting.still_hangs"
    assert code_of(down, case.village, posting, decisions.LAST, reason="写错了人口") == ""
    assert code_of(down, case.village, posting, decisions.DOWN) == ""
    bare = {"photographed": False}
    assert code_of(down, case.village, posting, decisions.DOWN, **bare) == "posting.down_photo"
    posting = decisions.down(posting, case)
    assert code_of(down, case.village, posting, decisions.DOWN) == "posting.down"


@pytest.mark.parametrize(("where", "photo"), [("", jpeg()), ("公开栏", None), ("公开栏", b"")])
def test_hanging_needs_the_place_and_a_photograph(where, photo):
    case = decisions.ready()
    decisions.opinion(case)
    posting = decisions.prepared(case)
    with pytest.raises(Refusal):
        actions.hang(
            posting=posting, hung_on=decisions.HUNG, where=where, photo=photo, by=case.village,
            at=beijing(decisions.HUNG),
        )  # fmt: skip


# proposal and decision


def test_nothing_is_proposed_before_the_sheet_has_hung_out():
    case = decisions.ready()
    check, day = guards.check_can_propose, decisions.PROPOSED
    by, request = case.reviewer, case.request
    assert code_of(check, by, request, day) == "decision.no_opinion"
    decisions.opinion(case)
    assert code_of(check, by, request, day) == "decision.not_posted"
    posting = decisions.prepared(case)
    assert code_of(check, by, request, day) == "decision.not_posted"
    decisions.hung(posting, case)
    assert code_of(check, by, request, decisions.LAST) == "decision.posting"
    assert code_of(check, by, request, decisions.DOWN) == "decision.still_up"
    decisions.down(posting, case)
    assert code_of(check, by, request, day) == ""
    assert code_of(check, by, request, day, outcome=Outcome.REFUSED) == "decisions.reason"
    assert code_of(check, case.leader, request, day) == "decisions.duty"
    decisions.proposed(case)
    assert code_of(check, by, request, day) == "decision.exists"


def test_a_sheet_taken_down_early_or_before_a_new_opinion_does_not_count():
    case = decisions.ready()
    decisions.opinion(case)
    posting = decisions.hung(decisions.prepared(case), case)
    decisions.down(posting, case, decisions.LAST, "写错了人口")
    check = guards.check_can_propose
    assert code_of(check, case.reviewer, case.request, decisions.PROPOSED) == "decision.not_posted"
    other = decisions.ready()
    decisions.opinion(other)
    decisions.posted(other)
    decisions.opinion(other, at=beijing(decisions.DOWN, 15))
    assert code_of(check, other.reviewer, other.request, decisions.PROPOSED) == (
        "decision.not_posted"
    )


def test_a_recommended_refusal_is_proposed_without_a_sheet_but_never_granted():
    case = decisions.ready(wage_fen=9_000_000)
    decisions.opinion(case, Recommendation.REFUSE, "收入高于标准。")
    check, day = guards.check_can_propose, decisions.PROPOSED
    by, request = case.reviewer, case.request
    assert code_of(check, by, request, day, outcome=Outcome.REFUSED, reason="收入高。") == ""
    assert code_of(check, by, request, day, outcome=Outcome.GRANTED) == "decision.not_recommended"


def same_person(officer: Officer, duty: str, code: str = accounts.VILLAGE) -> Officer:
    return accounts.officer(duty, code, holder=User.objects.get(pk=officer.user_id))


@pytest.mark.parametrize("code", [accounts.VILLAGE, accounts.CHANGZHOU_VILLAGE])
def test_four_eyes_and_no_investigator_decides(code):
    case = decisions.ready(code)
    decisions.opinion(case)
    decisions.posted(case)
    decision = decisions.proposed(case)
    duty = "town_decider" if code.startswith("3204") else "county_leader"
    check, day = guards.check_can_decide, decisions.DECIDED
    proposer = same_person(case.reviewer, duty, code)
    assert code_of(check, proposer, decision, day) == "decision.own_proposal"
    for investigator in (case.first, case.second):
        visitor = same_person(investigator, duty, code)
        assert code_of(check, visitor, decision, day) == "decision.investigator"
    assert code_of(check, case.leader, decision, day) == "decisions.duty"
    other = "430902005001" if code.startswith("3204") else accounts.CHANGZHOU_VILLAGE
    elsewhere = accounts.officer(duty, other)
    assert code_of(check, elsewhere, decision, day) == "decisions.duty"
    assert code_of(check, case.decider, decision, day) == ""
    with pytest.raises(Refusal):
        actions.decide(decision=decision, by=proposer, at=beijing(day))


def test_the_database_too_knows_four_eyes():
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    decision = decisions.proposed(case)
    with pytest.raises(IntegrityError, match="decision_four_eyes"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(decided_user=decision.proposed_user_id)


def test_a_returned_proposal_stays_visible_and_may_be_made_again():
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    decision = decisions.proposed(case)
    check, day = guards.check_can_return, decisions.DECIDED
    assert code_of(check, case.decider, decision, day, reason="") == "decisions.reason"
    assert code_of(check, case.reviewer, decision, day, reason="缺件") == "decisions.duty"
    returned = actions.return_proposal(
        decision=decision, reason="缺少照片", by=case.decider, at=beijing(day)
    )
    assert code_of(guards.check_can_decide, case.decider, returned, day) == "decision.returned"
    again = decisions.proposed(case)
    assert Decision.objects.filter(request=case.request).count() == 2
    done = actions.decide(decision=again, by=case.decider, at=beijing(day))
    assert code_of(check, case.decider, done, day, reason="缺件") == "decision.decided"


# letters


def test_serving_a_letter():
    case, decision = decisions.decided()
    letter = decisions.letter_of(decision)
    check, day = guards.check_can_serve, date(2026, 9, 23)
    stranger = accounts.citizen(1)
    full = {"how": Service.HANDED_OVER, "served_on": day, "to": case.person}
    assert code_of(check, case.village, letter, day, **full) == ""
    assert code_of(check, case.village, letter, day, **full, signed=False) == "letter.unsigned"
    mailed = {**full, "how": Service.MAILED}
    assert code_of(check, case.village, letter, day, **mailed, signed=False) == ""
    assert code_of(check, case.decider, letter, day, **full) == "decisions.duty"
    for wrong in (date(2026, 9, 24), date(2026, 9, 21)):
        given = {**full, "served_on": wrong}
        assert code_of(check, case.village, letter, day, **given) == "letter.day"
    assert code_of(check, case.village, letter, day, **{**full, "to": None}) == "letter.to"
    in_app = {**full, "how": Service.IN_APP}
    assert code_of(check, case.village, letter, day, **in_app) == "letter.in_app"
    assert code_of(guards.check_own_letter, case.citizen, letter, day) == ""
    assert code_of(guards.check_own_letter, stranger, letter, day) == "letter.hidden"
    assert code_of(guards.check_own_letter, accounts.citizen(0), letter, day) == "identity.level"
    served = actions.serve(letter=letter, **full, signature=png(), by=case.village, at=beijing(day))
    assert code_of(check, case.village, served, day, **full) == "letter.served"


def test_a_case_of_another_place_is_hidden():
    case = decisions.ready()
    by = accounts.officer("town_leader", "430902005001")
    with pytest.raises(Hidden):
        guards.check_can_see(by, case.request.application.place, ON)
    guards.check_can_see(case.leader, case.request.application.place, ON)


def test_nobody_is_refused_while_a_promised_paper_may_still_come():
    case = decisions.ready(wage_fen=9_000_000)
    decisions.opinion(case, Recommendation.REFUSE, "年收入高于标准。")
    item = AwaitedItem.objects.create(
        application=case.request.application, code="income_paper", label="收入证明",
        named_at=beijing(decisions.ACCEPTED), named_by_id=case.leader.post_id,
        due_on=decisions.DECIDED,
    )  # fmt: skip
    with pytest.raises(Refusal, match="承诺以后补交"):
        decisions.proposed(case, Outcome.REFUSED, "家庭年收入高于标准。")
    AwaitedItem.objects.filter(pk=item.pk).update(
        closed_at=beijing(decisions.PROPOSED), closed_by=case.leader.post_id, closed_reason="没有交"
    )
    assert decisions.proposed(case, Outcome.REFUSED, "家庭年收入高于标准。").outcome == "refused"
