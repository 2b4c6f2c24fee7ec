"""Who may go: by the setting of the place, for the county, and for another office (人户分离)."""

from datetime import timedelta

import pytest

from doudi.accounts.models import Office
from doudi.audit.models import Entry
from doudi.awards.queries import checkins, rechecks
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.journal.models import Entry as JournalEntry
from doudi.visits import actions, guards, queries
from doudi.visits.models import Ask, Visit
from doudi.visits.rules import COUNTY
from tests.factories import accounts, kin, verification, visits

pytestmark = pytest.mark.django_db
ELSEWHERE = "430902102201"


@pytest.fixture
def home():
    return verification.family()


@pytest.fixture
def investigator():
    return accounts.officer("town_investigator")


def planned(home, first, second, at, by=None, purpose="dibao"):
    return actions.plan(
        household=home, purpose=purpose, first=first, second=second, visit_on=at.date(),
        due_on=at.date(), by=by or first, at=at,
    )  # fmt: skip


@pytest.mark.parametrize("duty", ["town_investigator", "coordinator", "grid_worker"])
def test_the_second_is_whom_the_setting_names(home, investigator, at, duty) -> None:
    second = accounts.officer(duty)
    assert second in queries.second_investigators(home, at.date())
    plan = planned(home, investigator, second, at)
    guards.check_can_record(second, plan, at.date())


@pytest.mark.parametrize("duty", ["social_worker", "town_acceptor", "village_intake"])
def test_others_do_not_go_along_in_ziyang(home, investigator, at, duty) -> None:
    with pytest.raises(Refusal) as no:
        planned(home, investigator, accounts.officer(duty), at)
    assert (no.value.code, no.value.field) == ("visit.investigator", "second")


def test_changzhou_sends_a_social_worker(at) -> None:
    home = verification.family(code=accounts.CHANGZHOU_VILLAGE)
    first = accounts.officer("town_investigator", accounts.CHANGZHOU_VILLAGE)
    second = accounts.officer("social_worker", accounts.CHANGZHOU_VILLAGE)
    assert planned(home, first, second, at).second_id == second.post_id


def test_the_first_is_always_the_town(home, investigator, at) -> None:
    with pytest.raises(Refusal) as no:
        planned(home, accounts.officer("coordinator"), investigator, at, by=investigator)
    assert no.value.field == "first"


def test_nobody_visits_relatives(home, investigator, at) -> None:
    second = accounts.officer("coordinator")
    kin.filed(second, at, home.memberships.first().person)
    with pytest.raises(Refusal) as no:
        planned(home, investigator, second, at)
    assert no.value.code == "visit.kin"
    kin.filed(investigator, at, home.memberships.first().person)
    with pytest.raises(Forbidden):
        planned(home, investigator, accounts.officer("town_investigator"), at)


def test_the_county_plans_its_own_visit_with_fresh_eyes(home, investigator, at) -> None:
    second = accounts.officer("coordinator")
    planned(home, investigator, second, at)
    county = accounts.officer("county_reviewer")
    verifier = accounts.officer("verifier")
    with pytest.raises(Forbidden):
        planned(home, county, verifier, at, by=investigator, purpose=COUNTY)
    with pytest.raises(Refusal) as no:
        planned(home, county, second, at, purpose=COUNTY)
    assert no.value.code == "visit.same_eyes"
    with pytest.raises(Refusal) as no:
        planned(home, investigator, verifier, at, by=county, purpose=COUNTY)
    assert no.value.field == "first"
    plan = planned(home, county, verifier, at, purpose=COUNTY)
    guards.check_can_record(verifier, plan, at.date())
    assert queries.purpose_word(plan.purpose) == "区县入户核实"


@pytest.mark.parametrize(
    "purpose", ["dibao", "application", COUNTY, rechecks.PURPOSE, checkins.PURPOSE]
)
def test_what_a_visit_is_for_is_a_word(purpose) -> None:
    assert queries.purpose_word(purpose) != purpose


@pytest.fixture
def ask(home, investigator, at):
    office = accounts.office(f"{ELSEWHERE[:9]}-town")
    return actions.ask_office(
        household=home, office=office, purpose="dibao", address="租住在桥北路五号",
        due_on=at.date() + timedelta(days=10), by=investigator, at=at,
    )  # fmt: skip


@pytest.fixture
def there():
    return [accounts.officer("town_investigator", ELSEWHERE) for _ in range(2)]


def plan_there(ask, there, at):
    return actions.plan_asked(
        ask=ask, first=there[0], second=there[1], visit_on=at.date(), by=there[0], at=at
    )


def test_the_office_there_visits_and_sees_the_visit_alone(ask, there, home, at) -> None:
    assert list(queries.asks_to_plan(there[0], at.date())) == [ask]
    plan = plan_there(ask, there, at)
    assert plan.asked_office_id == ask.office_id
    assert list(queries.my_plans(there[1], at.date())) == [plan]
    address = actions.open_address(plan=plan, purpose="入户核实找路", by=there[0], at=at)
    assert address == "租住在桥北路五号"
    guards.check_can_read(there[0], queries.plan_with_people(plan.pk), at.date())
    with pytest.raises(Forbidden):
        guards.check_can_plan(there[0], home, at.date())
    elsewhere = accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Hidden):
        guards.check_can_read(elsewhere, plan, at.date())


def test_the_result_comes_back(ask, there, home, at) -> None:
    plan = plan_there(ask, there, at)
    for deliver in visits.deliveries(plan, there[0], at):
        deliver()
    done = actions.finish(visit=Visit.objects.get(plan=plan), by=there[1], at=at)
    assert queries.finished_visit(home) == done
    assert not queries.asks_made(accounts.officer("town_leader"), at.date()).exists()


def test_asking_says_so_to_the_modules_behind_it(ask) -> None:
    assert JournalEntry.objects.filter(noun="visit_ask", verb="asked", key=str(ask.pk)).exists()
    trail = Entry.objects.get(noun="visit_ask")
    assert "桥北" not in str(trail.detail)
    assert "桥北".encode() not in bytes(Ask.objects.get().address_sealed)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"office": "own"}, "ask.office"), ({"address": " "}, "ask.address"), ({}, "ask.open")],
)
def test_what_cannot_be_asked(ask, home, investigator, at, more, code) -> None:
    own = accounts.office("430902106-town")
    given = {"office": ask.office, "address": "五号"} | more
    if given["office"] == "own":
        given["office"] = own
    assert isinstance(given["office"], Office)
    with pytest.raises(Refusal) as no:
        actions.ask_office(
            household=home, purpose="dibao", due_on=at.date(), by=investigator, at=at, **given
        )
    assert no.value.code == code


def test_taking_it_back_only_before_it_is_planned(ask, there, investigator, at) -> None:
    plan = plan_there(ask, there, at)
    with pytest.raises(Refusal) as no:
        actions.take_back_ask(ask=ask, by=investigator, at=at)
    assert no.value.code == "ask.planned"
    actions.cancel(plan=plan, by=investigator, at=at)
    assert list(queries.asks_to_plan(there[0], at.date())) == [ask]
    actions.take_back_ask(ask=ask, by=investigator, at=at)
    assert not queries.asks_to_plan(there[0], at.date()).exists()
