"""Reminders: the office of the step at the flow's days left, the leader when it is late."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from doudi.applications.actions.clock import note_clock
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.workdays import add_workdays
from doudi.decisions.actions.draws import show_key
from doudi.decisions.actions.reminding import remind
from doudi.decisions.models import Draw, DrawKey
from doudi.decisions.queries.stages import current_step
from doudi.messaging.queries import inbox
from doudi.messaging.rules import inbox_of
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
TASK = System("decisions.remind")


@pytest.fixture
def case():
    return decisions.accepted()


def days_left(case, left):
    day = case.request.application.due_on
    return next(
        d
        for n in range(90)
        if (d := date.fromordinal(day.toordinal() - n)) and add_workdays(d, left) == day
    )


def told(who):
    return [letter.text for letter in inbox(inbox_of(who.user_id))]


def test_the_step_that_waits(case) -> None:
    on = decisions.PROPOSED
    assert current_step(case.request, on).code == "visit"
    decisions.visited(case)
    assert current_step(case.request, on).code == "verify"
    decisions.checked(case)
    assert current_step(case.request, on).code == "opinion"
    decisions.opinion(case)
    assert current_step(case.request, on).code == "post"
    decisions.posted(case)
    assert current_step(case.request, on).code == "propose"
    decisions.proposed(case)
    assert current_step(case.request, on).code == "decide"


def test_once_for_each_limit_and_nobody_before(case) -> None:
    assert remind(request=case.request, by=TASK, at=beijing(days_left(case, 6))) == 0
    for left in (5, 4, 3):
        remind(request=case.request, by=TASK, at=beijing(days_left(case, left)))
    assert len(told(case.first)) == 1
    assert "还剩 5 个工作日" in told(case.first)[0]
    remind(request=case.request, by=TASK, at=beijing(days_left(case, 2)))
    assert len(told(case.first)) == 2
    assert told(case.leader) == []


def test_when_it_is_late_the_leader_hears(case) -> None:
    state = case.request.application.state
    remind(request=case.request, by=TASK, at=beijing(add_workdays(days_left(case, 0), 1)))
    assert len(told(case.leader)) == 1
    case.request.application.refresh_from_db()
    assert case.request.application.state == state


def test_a_stopped_case_reminds_nobody(case) -> None:
    on = days_left(case, 5)
    note_clock(
        application=case.request.application, kind="stop", code="awaiting_items", reason="等材料",
        on=date.fromordinal(on.toordinal() - 1), by=case.leader, at=beijing(on),
    )  # fmt: skip
    assert remind(request=case.request, by=TASK, at=beijing(on)) == 0


def test_the_lots_of_a_month_as_anyone_may_read_them(case, capsys) -> None:
    decisions.checked(decisions.visited(case))
    decisions.opinion(case)
    key = DrawKey.objects.get()
    client = Client()
    before = client.get(f"/postings/draws/{key.pk}/").content.decode()
    assert key.key_hash in before
    assert decisions.QUIET.hex() not in before
    show_key(key=key, by=System("decisions.draws"), at=beijing(date(2026, 10, 1)))
    after = client.get(f"/postings/draws/{key.pk}/").content.decode()
    assert decisions.QUIET.hex() in after
    assert "未抽中" in after
    assert "刘桂英" not in after
    assert client.get("/postings/draws/").status_code == 200
    call_command("decisions", "draws", "verify")
    assert '"lots": 1, "different": 0' in capsys.readouterr().out
    Draw.objects.update(drawn=True, to_visit=True)
    with pytest.raises(Exception, match="lot 0"):
        call_command("decisions", "draws", "verify")


def test_the_county_sees_whom_it_must_visit(case) -> None:
    decisions.checked(decisions.visited(case))
    decisions.opinion(case)
    Draw.objects.update(drawn=True, to_visit=True)
    client = Client()
    accounts.sign_in(client, case.reviewer)
    page = client.get("/desk/decisions/county-visits/").content.decode()
    assert "抽查抽中" in page
    assert "/plan/" in page
