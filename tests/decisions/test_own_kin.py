"""Nobody works on a relative's case: sheet, line, letter, objection, complaint, meeting, paper."""

import pytest

from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, refusal_of
from doudi.decisions import actions, guards
from doudi.decisions.actions import conference, volume
from doudi.decisions.models import LineRemoval
from doudi.decisions.states import PostingKind, RemovalGround, Service
from tests.factories import accounts, decisions, kin, voices
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
ON = decisions.OPINION


@pytest.fixture
def cases() -> list[decisions.Case]:
    """Two families of one village; the second is of the village officer's kin."""
    first = decisions.ready()
    staff = {
        "leader": first.leader, "first": first.first, "second": first.second,
        "reviewer": first.reviewer, "decider": first.decider, "village": first.village,
    }  # fmt: skip
    second = decisions.ready(name="王秀兰", staff=staff)
    for case in (first, second):
        decisions.opinion(case)
    return [first, second]


def refused(check, *given, **named) -> str:
    refusal = refusal_of(check, *given, **named)
    return refusal.code if refusal else ""


def related(case: decisions.Case, duty: str = "village") -> None:
    kin.filed(getattr(case, duty), beijing(ON, 15), case.person)


def test_a_sheet_is_made_by_somebody_without_kin_on_it(cases) -> None:
    one, other = cases
    related(other, "leader")
    place = one.request.application.place
    check, before = guards.check_can_prepare, PostingKind.BEFORE
    both = [one.request, other.request]
    assert refused(check, one.leader, place, both, before, ON) == "kin.own"
    assert refused(check, one.leader, place, [one.request], before, ON) == ""
    colleague = accounts.officer("town_acceptor")
    assert refused(check, colleague, place, both, before, ON) == ""


def test_a_sheet_with_kin_is_hung_and_taken_down_by_a_colleague(cases) -> None:
    related(cases[1])
    posting, village = decisions.prepared(*cases), cases[0].village
    with pytest.raises(Forbidden, match="其他能办公示的同事") as no:
        decisions.hung(posting, cases[0])
    assert no.value.code == "kin.own"
    colleague = accounts.officer("grid_worker")
    posting = decisions.hung(posting, decisions.with_officer(cases[0], village=colleague))
    assert refused(guards.check_can_take_down, village, posting, decisions.DOWN) == "kin.own"
    assert refused(guards.check_can_take_down, colleague, posting, decisions.DOWN) == ""


def test_a_family_taken_off_the_sheet_bars_nobody_but_its_own_line_does(cases) -> None:
    one, other = cases
    posting = decisions.hung(decisions.prepared(one, other), one)
    related(other)
    actions.take_off(
        request=other.request, ground=RemovalGround.WITHDRAWN, by=one.leader,
        at=beijing(decisions.HUNG, 18),
    )  # fmt: skip
    assert refused(guards.check_can_take_down, one.village, posting, decisions.DOWN) == ""
    removal, day = LineRemoval.objects.get(), decisions.DOWN
    assert refused(guards.check_can_strike, one.village, removal, day) == "kin.own"
    assert refused(guards.check_can_strike, one.leader, removal, day) == ""


def test_a_letter_to_kin_is_served_by_a_colleague() -> None:
    case, decision = decisions.decided()
    letter, day = decisions.letter_of(decision), decisions.DECIDED
    kin.filed(case.village, beijing(day, 8), case.person)
    given = {"how": Service.MAILED, "served_on": day, "to": case.person}
    with pytest.raises(Forbidden, match="有您备案的近亲属") as no:
        actions.serve(letter=letter, **given, by=case.village, at=beijing(day, 18))
    assert no.value.code == "kin.own"
    colleague = accounts.officer("grid_worker")
    actions.serve(letter=letter, **given, by=colleague, at=beijing(day, 18))


def test_asking_about_many_families_costs_the_same(cases, django_assert_max_num_queries) -> None:
    posting = decisions.prepared(*cases)
    with django_assert_max_num_queries(9):
        guards.check_can_hang(cases[0].village, posting, ON)


def test_an_objection_to_kin_is_judged_heard_and_answered_by_colleagues() -> None:
    case, sheet = voices.hanging()
    one = voices.objection(sheet, name="周建新", contact="13912345678")
    related(case, "leader")
    day = voices.JUDGED
    assert refused(guards.check_can_judge, case.leader, one, day) == "kin.own"
    assert refused(guards.check_can_read_objector, case.leader, one, day) == "kin.own"
    colleague = accounts.officer("town_leader")
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        voices.judged(case, one, "appraise")
    one = voices.judged(decisions.with_officer(case, leader=colleague), one, "appraise")
    given = {**voices.appraisal_words(), "at": beijing(voices.LOOKED, 18)}
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        actions.hold_appraisal(objection=one, by=case.leader, **given)
    actions.hold_appraisal(objection=one, by=colleague, **given)
    assert refused(guards.check_can_answer, case.leader, one, voices.LOOKED) == "kin.own"
    assert refused(guards.check_can_answer, colleague, one, voices.LOOKED) != "kin.own"


def test_who_complained_about_kin_is_not_read_by_a_relative() -> None:
    case = decisions.ready()
    told = voices.complaint(name="李四", contact="13900000000")
    reviewer, colleague = voices.county(), voices.county()
    home, at = case.request.application.household, beijing(voices.JUDGED, 10)
    kin.filed(reviewer, at, case.person)
    actions.assign_complaint(complaint=told, household=home, against=None, by=colleague, at=at)
    told.refresh_from_db()
    check = guards.check_can_read_name
    assert refused(check, reviewer, told, voices.JUDGED) == "kin.own"
    assert refused(check, colleague, told, voices.JUDGED) == ""
    assert refused(guards.check_can_assign, reviewer, told, voices.JUDGED) == "kin.own"


def test_a_meeting_and_a_paper_about_kin_are_noted_by_colleagues() -> None:
    case = decisions.ready()
    related(case, "leader")
    at = beijing(decisions.PROPOSED, 10)
    paper = {
        "request": case.request,
        "what": "户口簿",
        "kept_where": "档案柜",
        "sheets": 4,
        "at": at,
    }
    call = {"request": case.request, "ground": "over_line_hardship", "reason": "重病。", "at": at}
    colleague = accounts.officer("town_leader")
    for act, given in ((volume.note_paper, paper), (conference.call_conference, call)):
        with pytest.raises(Forbidden, match="您备案的近亲属"):
            act(**given, by=case.leader)
        act(**given, by=colleague)
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        conference.note_conference(
            held_on=decisions.PROPOSED, where="镇政府", chair="王建军",
            attendants=[("周敏", "长春镇")],
            resolutions=[conference.Resolved(case.request, "grant", "同意。")], minutes=jpeg(),
            by=case.leader, at=beijing(decisions.PROPOSED, 12),
        )  # fmt: skip
