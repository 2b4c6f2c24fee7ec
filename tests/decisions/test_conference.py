"""一事一议: a called case waits for the meeting, and its decision names it."""

from datetime import timedelta

import pytest

from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.actions.conference import Resolved, call_conference, note_conference
from doudi.decisions.guards.conference import check_met
from doudi.decisions.queries.conference import conference_of, to_meet
from tests.factories import accounts, decisions
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
AT = beijing(decisions.PROPOSED)


def called(case, ground="over_line_hardship", at=AT):
    return call_conference(
        request=case.request, ground=ground, reason="收入略高于标准，孩子患重病。",
        by=case.leader, at=at,
    )  # fmt: skip


def met(case, resolution="grant", at=AT + timedelta(hours=1)):
    return note_conference(
        held_on=decisions.PROPOSED, where="镇政府二楼会议室", chair="王建军",
        attendants=[("周敏", "长春镇"), ("郭志远", "资阳区民政局")],
        resolutions=[Resolved(case.request, resolution, "与会人员一致同意。")],
        minutes=jpeg(), by=case.leader, at=at,
    )  # fmt: skip


def test_nothing_is_proposed_before_the_meeting_has_spoken():
    case = decisions.ready()
    check_met(case.request)
    called(case)
    with pytest.raises(Refusal, match="一事一议"):
        check_met(case.request)
    met(case, "look_again")
    with pytest.raises(Refusal, match="补充调查"):
        check_met(case.request)
    held = met(case, at=AT + timedelta(hours=2))
    check_met(case.request)
    assert conference_of(case.request) == held
    assert held.minutes is not None


def test_a_new_call_needs_a_new_meeting():
    case = decisions.ready()
    called(case)
    met(case)
    called(case, "facts_disputed", AT + timedelta(hours=3))
    with pytest.raises(Refusal):
        check_met(case.request)


def test_the_ground_is_one_of_the_flow_and_called_once():
    case = decisions.ready()
    with pytest.raises(Refusal, match="情形"):
        called(case, "because")
    called(case)
    with pytest.raises(Refusal, match="提请过"):
        called(case)


def test_only_leader_and_reviewer_of_the_place_call_and_note():
    case = decisions.ready()
    with pytest.raises(Forbidden):
        call_conference(
            request=case.request, ground="facts_disputed", reason="有争议。", by=case.village, at=AT
        )
    with pytest.raises(Refusal, match="没有提请"):
        met(case)
    called(case)
    assert list(to_meet(case.leader, decisions.PROPOSED)) == [case.request]
    elsewhere = accounts.officer("town_leader", "430902005001")
    assert not to_meet(elsewhere, decisions.PROPOSED).exists()
    met(case)
    assert not to_meet(case.leader, decisions.PROPOSED).exists()


def test_a_decision_names_the_meeting():
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    called(case)
    with pytest.raises(Refusal, match="一事一议"):
        decisions.proposed(case)
    held = met(case, at=AT)
    assert decisions.proposed(case).conference == held
