from datetime import date

import pytest

from doudi.applications.actions.clock import lengthen_for_visit, note_clock
from doudi.applications.models import ClockEvent
from doudi.applications.queries.clock import clock, is_stopped, overdue
from doudi.applications.tasks import handle
from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.common.workdays import add_workdays
from doudi.journal.models import Entry as JournalEntry
from doudi.visits.actions import ask_office
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 8)


@pytest.fixture
def case():
    return decisions.accepted()


@pytest.fixture
def leader(case):
    return case.leader


def event(case, by, kind="stop", code="awaiting_letter", on=DAY, at=None):
    return note_clock(
        application=case.request.application, kind=kind, code=code, reason="等儿子签名", on=on,
        by=by, at=at or beijing(DAY),
    )  # fmt: skip


def test_the_date_moves_with_the_events(case, leader) -> None:
    application = case.request.application
    event(case, leader)
    assert application.due_on == add_workdays(decisions.ACCEPTED, 40)
    back = add_workdays(DAY, 2)
    event(case, leader, "resume", on=back, at=beijing(back))
    application.refresh_from_db()
    assert application.due_on == add_workdays(decisions.ACCEPTED, 32)
    event(case, leader, "extend", "objection", on=back, at=beijing(back))
    application.refresh_from_db()
    assert application.due_on == add_workdays(decisions.ACCEPTED, 47)
    trail = Entry.objects.filter(verb__in=["stop", "resume", "extend"], noun="application")
    assert trail.count() == 3


def test_again_changes_nothing(case, leader) -> None:
    assert event(case, leader).pk == event(case, leader).pk
    assert ClockEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "code", "on", "why"),
    [
        ("stop", "weather", DAY, "clock.ground"),
        ("stop", "objection", DAY, "clock.ground"),
        ("extend", "awaiting_items", DAY, "clock.ground"),
        ("resume", "awaiting_items", DAY, "clock.not_stopped"),
        ("stop", "awaiting_items", date(2026, 9, 9), "clock.future"),
        ("stop", "awaiting_items", date(2026, 8, 1), "clock.before"),
    ],
)
def test_what_makes_no_sense_is_refused(case, leader, kind, code, on, why) -> None:
    with pytest.raises(Refusal) as no:
        event(case, leader, kind, code, on)
    assert no.value.code == why


def test_a_stop_and_its_end_take_turns(case, leader) -> None:
    event(case, leader)
    with pytest.raises(Refusal) as no:
        event(case, leader, on=date(2026, 9, 7))
    assert no.value.code == "clock.stopped"
    with pytest.raises(Refusal) as no:
        event(case, leader, "resume", on=date(2026, 9, 7))
    assert no.value.code == "clock.before_stop"
    event(case, leader, "resume")
    with pytest.raises(Refusal) as no:
        event(case, leader, on=date(2026, 9, 7))
    assert no.value.code == "clock.resumed"


def test_only_a_named_officer_of_the_place_stops(case) -> None:
    for by in (System("tidy"), case.citizen, accounts.officer("town_leader", "430902102201")):
        with pytest.raises(Forbidden):
            event(case, by)
    event(case, case.citizen, "extend", "asked_elsewhere")


def test_a_visit_asked_elsewhere_lengthens(case) -> None:
    application = case.request.application
    lengthen_for_visit(
        household_id=application.household_id, on=DAY, by=System("pick_up"), at=beijing(DAY)
    )
    application.refresh_from_db()
    assert application.due_on == add_workdays(decisions.ACCEPTED, 45)


def test_what_the_page_shows(case, leader) -> None:
    event(case, leader)
    application = case.request.application
    shown = clock(application, on=date(2026, 9, 10))
    assert shown.stopped_by == ("等成年家庭成员签署授权书",)
    assert shown.events[0].who == leader.name
    assert shown.due_on == application.due_on
    assert is_stopped(application, date(2026, 9, 10))
    assert not is_stopped(application, date(2026, 10, 30))


def test_overdue_stands_before_the_leader(case, leader) -> None:
    due_on = case.request.application.due_on
    assert not overdue(leader, due_on).exists()
    later = add_workdays(due_on, 1)
    assert list(overdue(leader, later)) == [case.request.application]
    assert not overdue(accounts.officer("town_leader", "430902102201"), later).exists()


def test_asking_another_office_is_picked_up(case) -> None:
    application = case.request.application
    elsewhere = accounts.office("430902102-town")
    ask = ask_office(
        household=application.household, office=elsewhere, purpose="dibao", address="桥北路五号",
        due_on=date(2026, 9, 20), by=case.first, at=beijing(DAY),
    )  # fmt: skip
    entry = JournalEntry.objects.get(noun="visit_ask", key=str(ask.pk))
    handle(entry)
    handle(entry)
    application.refresh_from_db()
    assert application.due_on == add_workdays(decisions.ACCEPTED, 45)
    assert ClockEvent.objects.count() == 1
