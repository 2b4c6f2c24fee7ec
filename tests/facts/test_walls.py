"""The second lock: under the web role PostgreSQL itself shows only families one has to do with.

The guard is left out on purpose: each test reads the tables directly.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.accounts.middleware import PlaceWall
from doudi.accounts.models import Jurisdiction
from doudi.cli.roles import WEB, WORKER, role
from doudi.common import clock
from doudi.common.actors import Actor
from doudi.facts.models import Fact, Snapshot
from doudi.files.actions import store
from doudi.files.models import File
from doudi.people.models import Login
from doudi.visits.models import Plan
from tests.factories import accounts, decisions, people, verification
from tests.factories.pictures import jpeg

pytestmark = pytest.mark.django_db
OTHER_TOWN = "430902105"


@contextmanager
def under(part: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        name = role(cursor.fetchone()[0], part)
        cursor.execute(f'SET ROLE "{name}"')
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def asked_by(actor: Actor | None, read: Callable[[], object]) -> object:
    """What this person's request would get, with no guard in between."""
    with under(WEB):
        return PlaceWall(lambda _: read())(SimpleNamespace(actor=actor))


def counts() -> tuple[int, int, int]:
    return Fact.objects.count(), Snapshot.objects.count(), File.objects.count()


NOTHING = (0, 0, 0)


@pytest.fixture
def case(db, settings, tmp_path):
    settings.DOUDI_FILES = tmp_path
    made = decisions.ready()
    decisions.opinion(made)
    store(
        content=jpeg(), kind="photo", owner_noun="application", sensitivity="personal",
        owner_key=made.request.application.key, by=made.first, at=clock.now(),
    )  # fmt: skip
    return made


@pytest.fixture
def everything(case) -> tuple[int, int, int]:
    found = counts()
    assert all(found), "facts, a snapshot and a file are there to be hidden"
    return found


@pytest.mark.parametrize("duty", ["village_intake", "town_investigator", "county_reviewer"])
def test_officers_of_the_place_see_the_family(case, everything, duty):
    assert asked_by(accounts.officer(duty), counts) == everything


@pytest.mark.parametrize("duty", ["town_investigator", "town_acceptor", "town_leader"])
def test_an_officer_of_another_town_sees_no_row(case, duty):
    stranger = accounts.officer(duty, OTHER_TOWN)
    assert asked_by(stranger, counts) == NOTHING


def test_an_officer_of_another_county_sees_no_row(case):
    assert asked_by(accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE), counts) == NOTHING


def test_nobody_sees_no_row(case):
    assert asked_by(None, counts) == NOTHING


def test_a_reach_that_has_ended_shows_nothing(case):
    officer = accounts.officer("town_investigator")
    Jurisdiction.objects.filter(office_id=officer.office_id).update(valid_until=clock.today())
    assert asked_by(officer, counts) == NOTHING


def test_the_family_sees_its_own_and_another_family_does_not(case, everything):
    assert asked_by(case.citizen, counts) == everything
    assert asked_by(accounts.citizen(1), counts) == NOTHING


def test_a_member_known_by_name_sees_the_family(case, everything):
    member = accounts.citizen(1)
    husband = case.request.application.household.memberships.get(relation="spouse").person
    Login.objects.create(user_id=member.user_id, person=husband, linked_at=clock.now())
    assert asked_by(member, counts) == everything
    Login.objects.update(revoked_at=clock.now())
    assert asked_by(member, counts) == NOTHING


def test_an_office_that_was_asked_to_visit_sees_the_family(case):
    asked = accounts.officer("town_investigator", OTHER_TOWN)
    assert asked_by(asked, Fact.objects.count) == 0
    Plan.objects.update(asked_office_id=asked.office_id)
    assert asked_by(asked, Fact.objects.count) > 0


def test_nothing_of_a_request_is_left_for_the_next_on_its_connection(case, everything):
    officer = accounts.officer("town_investigator")
    assert asked_by(officer, counts) == everything
    assert asked_by(None, counts) == NOTHING
    with under(WEB):
        assert counts() == NOTHING


def test_nothing_is_left_after_a_fault_either(case):
    def fails() -> None:
        raise RuntimeError("the view broke")

    with pytest.raises(RuntimeError):
        asked_by(accounts.officer("town_investigator"), fails)
    with under(WEB):
        assert counts() == NOTHING


def test_what_is_not_seen_is_not_superseded(case):
    later = clock.now() + timedelta(days=1)
    current = Fact.objects.filter(superseded_at__isnull=True)
    stranger = accounts.officer("town_investigator", OTHER_TOWN)
    assert asked_by(stranger, lambda: current.update(superseded_at=later)) == 0
    near = accounts.officer("town_investigator")
    assert asked_by(near, lambda: current.update(superseded_at=later)) > 0


def test_the_worker_sees_all(case, everything):
    with under(WORKER):
        assert counts() == everything


def test_a_file_of_somebody_in_no_household_is_any_office_s(db):
    alone = people.person("陈阿婆")
    File.objects.create(
        id="0190b6a0-0000-7000-8000-000000000001", sha256="0" * 64, kind="scan", size=1,
        media_type="image/jpeg", sensitivity="personal", owner_noun="person",
        owner_key=str(alone.pk), stored="00/0", created_at=clock.now(), created_by="user:1",
    )  # fmt: skip
    assert asked_by(accounts.officer("village_intake"), File.objects.count) == 1
    assert asked_by(accounts.citizen(1), File.objects.count) == 0


def test_a_file_of_an_unknown_owner_is_nobody_s(db):
    File.objects.create(
        id="0190b6a0-0000-7000-8000-000000000002", sha256="0" * 64, kind="scan", size=1,
        media_type="image/jpeg", sensitivity="personal", owner_noun="somewhere",
        owner_key="1", stored="00/0", created_at=clock.now(), created_by="user:1",
    )  # fmt: skip
    assert asked_by(accounts.officer("village_intake"), File.objects.count) == 0


def test_the_wall_costs_two_statements_however_much_is_read(case):
    officer = accounts.officer("town_investigator")
    verification.family()
    with CaptureQueriesContext(connection) as caught:
        PlaceWall(lambda _: None)(SimpleNamespace(actor=officer))
    assert len(caught) == 2
    with CaptureQueriesContext(connection) as caught:
        PlaceWall(lambda _: None)(SimpleNamespace(actor=None))
    assert len(caught) == 0
