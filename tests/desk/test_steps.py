"""What was found may be doubted: a check and a visit can be asked for once more."""

import pytest

from doudi.desk.queries import next_steps
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db


def titles(case, officer):
    found = next_steps(case.request.application, officer, decisions.OPINION)
    return {step.title: step.again for step in found}


def test_a_finished_visit_and_a_report_can_be_repeated():
    case = decisions.ready()
    found = titles(case, accounts.officer("town_acceptor"))
    assert found["再次核对"]
    assert found["再次入户核实"]
    assert "发起经济状况核对" not in found


def test_the_first_time_is_named_as_such():
    case = decisions.accepted(name="刘桂英")
    found = titles(case, accounts.officer("town_acceptor"))
    assert found["发起经济状况核对"] is False
    assert "再次核对" not in found
