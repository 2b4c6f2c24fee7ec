"""Who sees and may do what: one table for each guard."""

from dataclasses import replace
from datetime import date

import pytest

from doudi.applications import guards
from doudi.applications.models import Application
from doudi.applications.states import MOVES, State
from doudi.common.actors import Actor, System
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Login
from tests.factories import accounts, applications, kin, people

pytestmark = pytest.mark.django_db
ON = applications.AT.date()
OTHER_TOWN = "430902105"


@pytest.fixture
def family():
    return accounts.citizen()


@pytest.fixture
def made(family) -> Application:
    return applications.draft(by=family)


def actor(who: str, family: Actor, made: Application) -> Actor:
    if who.startswith("officer "):
        _, duty, place = who.split()
        return accounts.officer(duty, place)
    known = {
        "same sign-in": lambda: family,
        "same phone later": lambda: replace(family, session="00" * 32),
        "stranger": accounts.citizen,
        "stranger in that session": lambda: replace(accounts.citizen(), session=family.session),
        "member level 1": lambda: _linked(made.applicant),
        "other person level 1": lambda: _linked(people.person("王五")),
        "member level 0": lambda: replace(_linked(made.applicant), level=0),
        "task": lambda: System("x"),
        "nobody": lambda: None,
    }
    return known[who]()


def _linked(person):
    citizen = accounts.citizen(level=1)
    Login.objects.create(user_id=citizen.user_id, person=person, linked_at=applications.AT)
    return citizen


@pytest.mark.parametrize(
    ("who", "sight"),
    [
        ("same sign-in", "full"),
        ("same phone later", "progress"),
        ("stranger", ""),
        ("stranger in that session", ""),
        ("member level 1", "full"),
        ("other person level 1", ""),
        ("member level 0", ""),
        ("task", ""),
        ("nobody", ""),
        (f"officer village_intake {accounts.VILLAGE}", "full"),
        (f"officer town_acceptor {accounts.TOWN}", "full"),
        (f"officer county_leader {accounts.DISTRICT}", "full"),
        (f"officer town_acceptor {OTHER_TOWN}", ""),
        (f"officer finance_drafter {accounts.DISTRICT}", ""),
        (f"officer auditor {accounts.DISTRICT}", ""),
    ],
)
def test_sight(who, sight, family, made) -> None:
    by = actor(who, family, made)
    assert guards.sight(by, made, ON) == sight
    assert guards.can_read(by, made, ON) is (sight == "full")
    expected = {"full": None, "progress": Forbidden, "": Hidden}[sight]
    _check(expected, guards.check_can_read, by, made)
    _check(None if sight else Hidden, guards.check_can_see_progress, by, made)


def _check(expected, guard, by, made) -> None:
    if expected is None:
        guard(by, made, ON)
        return
    with pytest.raises(Refusal) as refusal:
        guard(by, made, ON)
    assert type(refusal.value) is expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("same sign-in", None),
        ("same phone later", Forbidden),
        ("member level 1", None),
        (f"officer village_intake {accounts.VILLAGE}", Forbidden),
        (f"officer town_leader {accounts.TOWN}", Forbidden),
    ],
)
def test_a_phone_s_draft_is_the_family_s(who, expected, family, made) -> None:
    _check(expected, guards.check_can_edit, actor(who, family, made), made)


@pytest.mark.parametrize(
    ("duty", "place", "expected"),
    [
        ("village_intake", accounts.VILLAGE, None),
        ("town_acceptor", accounts.TOWN, None),
        ("town_leader", accounts.TOWN, Forbidden),
        ("town_acceptor", OTHER_TOWN, Hidden),
    ],
)
def test_a_counter_s_draft_is_the_counter_s(duty, place, expected) -> None:
    made = applications.draft(by=accounts.officer("village_intake"))
    _check(expected, guards.check_can_edit, accounts.officer(duty, place), made)


@pytest.mark.parametrize("state", State.values)
def test_only_a_draft_is_edited(state, family, made) -> None:
    made.state = state
    _check(None if state == State.DRAFT else Refusal, guards.check_can_edit, family, made)


@pytest.mark.parametrize("state", State.values)
def test_signing_ends_with_the_application(state, family, made) -> None:
    made.state = state
    over = state in {State.WITHDRAWN, State.CLOSED}
    _check(Refusal if over else None, guards.check_can_sign, family, made)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", ["submit", "take_in", "accept", "withdraw", "close"])
def test_moves(state, verb, made) -> None:
    made.state = state
    if verb in MOVES[state]:
        guards.check_move(made, verb)
    else:
        with pytest.raises(Refusal):
            guards.check_move(made, verb)


@pytest.mark.parametrize(
    ("duty", "place", "expected"),
    [
        ("village_intake", accounts.VILLAGE, None),
        ("village_intake", "430902106206", Forbidden),
        ("town_acceptor", accounts.TOWN, Forbidden),
        ("town_leader", accounts.TOWN, Forbidden),
    ],
)
def test_take_in(duty, place, expected) -> None:
    made = applications.submitted()
    _check(expected, guards.check_can_take_in, accounts.officer(duty, place), made)


@pytest.mark.parametrize(
    ("duty", "place", "expected"),
    [
        ("town_acceptor", accounts.TOWN, None),
        ("town_acceptor", OTHER_TOWN, Forbidden),
        ("village_intake", accounts.VILLAGE, Forbidden),
        ("county_leader", accounts.DISTRICT, Forbidden),
    ],
)
def test_accept(duty, place, expected) -> None:
    made = applications.taken_in()
    _check(expected, guards.check_can_accept, accounts.officer(duty, place), made)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 14), Refusal),
        (date(2026, 9, 15), Refusal),
        (date(2026, 9, 16), None),
    ],
)
def test_accept_waits_for_the_village(day, expected) -> None:
    made = applications.submitted()
    town = accounts.officer("town_acceptor")
    if expected:
        with pytest.raises(expected):
            guards.check_can_accept(town, made, day)
    else:
        guards.check_can_accept(town, made, day)


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        ("town_acceptor", None),
        ("town_investigator", None),
        ("town_leader", None),
        ("village_intake", Forbidden),
        ("county_leader", Forbidden),
    ],
)
def test_confirm_unit(duty, expected) -> None:
    made = applications.accepted()
    _check(expected, guards.check_can_confirm_unit, accounts.officer(duty), made)


def test_the_unit_waits_for_acceptance() -> None:
    made = applications.submitted()
    _check(Refusal, guards.check_can_confirm_unit, accounts.officer("town_acceptor"), made)


@pytest.mark.parametrize(
    ("duty", "place", "expected"),
    [
        ("village_intake", accounts.VILLAGE, None),
        ("village_intake", "430902106206", None),
        ("village_intake", accounts.CHANGZHOU_VILLAGE, Forbidden),
        ("town_acceptor", "430902105201", None),
        ("grid_worker", accounts.VILLAGE, None),
        ("grid_worker", "430902106206", Forbidden),
        ("town_leader", accounts.VILLAGE, Forbidden),
    ],
)
def test_a_counter_begins_in_the_whole_city(duty, place, expected) -> None:
    officer = accounts.officer(duty)
    if expected is None:
        guards.check_can_start_at_counter(officer, place, ON)
        return
    with pytest.raises(expected):
        guards.check_can_start_at_counter(officer, place, ON)


def test_only_the_family_withdraws(family, made) -> None:
    guards.check_can_withdraw(family, made, ON)
    later = replace(family, session="00" * 32)
    _check(Forbidden, guards.check_can_withdraw, later, made)
    _check(Forbidden, guards.check_can_withdraw, accounts.officer("town_acceptor"), made)


@pytest.mark.parametrize(
    ("check", "duty", "state"),
    [
        (guards.check_can_take_in, "village_intake", State.SUBMITTED),
        (guards.check_can_accept, "town_acceptor", State.TAKEN_IN),
        (guards.check_can_send_back, "town_acceptor", State.SUBMITTED),
        (guards.check_can_confirm_unit, "town_leader", State.ACCEPTED),
    ],
)
def test_nobody_handles_the_application_of_own_kin(check, duty, state) -> None:
    made = applications.submitted()
    by = accounts.officer(duty)
    made.state = state
    check(by, made, ON)
    kin.filed(by, applications.AT, made.applicant)
    with pytest.raises(Forbidden) as refusal:
        check(by, made, ON)
    assert refusal.value.code == "kin.own"
