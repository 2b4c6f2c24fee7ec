"""What later modules ask about applications."""

import uuid

import pytest

from doudi.applications import queries
from doudi.applications.actions.applications import close
from doudi.applications.queries.applications import of_households
from doudi.applications.states import State
from doudi.common.actors import System
from doudi.common.refusals import Hidden
from tests.factories import accounts, applications

pytestmark = pytest.mark.django_db
ON = applications.AT.date()


def test_an_unknown_key_is_hidden() -> None:
    with pytest.raises(Hidden):
        queries.by_key(uuid.uuid4())


def test_requests_by_state_and_place() -> None:
    accepted = applications.accepted()
    applications.submitted()
    assert [r.application for r in queries.requests(State.ACCEPTED)] == [accepted]
    assert queries.requests(State.ACCEPTED, programme="tekun").count() == 0
    assert queries.requests_accepted(codes=[accounts.TOWN]).count() == 1
    assert queries.requests_accepted(codes=["430902105"]).count() == 0
    assert queries.requests_accepted(codes=[]).count() == 0


def test_found_by_number_person_and_household() -> None:
    by = accounts.citizen()
    made = applications.submitted(by=by)
    assert queries.by_number(f" {made.number.lower()} ") == made
    assert queries.by_number("nothing") is None
    assert list(queries.started_by(by.user_id)) == [made]
    assert list(of_households([made.household_id])) == [made]
    assert queries.open_of_household(made.household) == made


def test_no_time_is_left_where_nothing_waits_for_an_answer() -> None:
    made = applications.accepted()
    made = close(application=made, by=System("decisions.pick_up"), at=applications.AT)
    assert queries.panel(made, on=ON).left is None


def test_the_panel_shows_tasks_and_time_left() -> None:
    made = queries.by_key(applications.accepted(signed=False).key)
    shown = queries.panel(made, on=ON)
    assert (shown.left, shown.state_kind, shown.first_view) == (30, "info", "情况属实")
    assert [(one.text, one.task) for one in shown.remarks] == [
        ("还没有签核对授权书", True), ("还没有签核对授权书", True),
    ]  # fmt: skip
    assert shown.unsigned == ("刘桂英", "陈秀兰")
    assert shown.unit == ()
    assert [step.state for step in queries.progress(made)][2] == "now"
