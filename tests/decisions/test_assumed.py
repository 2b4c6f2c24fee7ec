import pytest

from doudi.common.refusals import Refusal
from doudi.decisions import actions, guards
from tests.factories import decisions

pytestmark = pytest.mark.django_db


def test_outside_a_trial_nobody_decides_on_assumed_values(settings, on):
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    decision = decisions.proposed(case)
    guards.check_can_decide(case.decider, decision, decisions.DECIDED)
    settings.TRIAL = False
    with pytest.raises(Refusal) as refusal:
        actions.decide(decision=decision, by=case.decider, at=decisions.beijing(decisions.DECIDED))
    assert refusal.value.code == "decision.assumed"
    assert "确认参数" in refusal.value.sentence
