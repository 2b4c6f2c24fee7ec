"""Every list of the desk and the portal asks as often for sixty rows as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.load import filling
from benchmarks.load.filling import fill
from doudi.accounts.states import Duty
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.decisions.queries import waiting
from doudi.decisions.states import Recommendation
from doudi.desk.context import groups
from tests.factories import accounts, applications, decisions, voices

pytestmark = pytest.mark.django_db

COPIES = 59
# Lists behind a filter, beside those that the navigation leads to.
MORE = (
    "/desk/applications/town/?state=submitted",
    "/desk/decisions/trays/posting/?kind=after",
    "/desk/verification/?state=reported",
    "/desk/visits/?state=planned",
    "/desk/visits/?state=done",
    "/desk/visits/asks/?state=made",
)
PORTAL = ("/", "/messages/", "/my-data/", "/postings/")


@pytest.fixture
def river(monkeypatch) -> decisions.Case:
    """One family at each station; the clock stands after the last."""
    monkeypatch.setattr(clock, "now", lambda: beijing(decisions.DECIDED, 20))
    applications.submitted()
    applications.taken_in()
    decisions.accepted()
    decisions.visited(decisions.accepted())
    decisions.ready()
    decisions.opinion(decisions.ready())
    decisions.opinion(decisions.ready(), Recommendation.REFUSE, "年收入高于标准。")
    voices.objection(voices.hanging()[1])
    waiting = decisions.ready()
    decisions.opinion(waiting)
    decisions.posted(waiting)
    other = decisions.ready()
    decisions.opinion(other)
    decisions.posted(other)
    decisions.proposed(other)
    case, _ = decisions.decided()
    refused, no = decisions.refused()
    voices.review(no, refused)
    voices.complaint()
    return case


def test_officers_lists_cost_the_same_for_many(client: Client, river) -> None:
    """Each list once, opened by the first duty that has it."""
    officers = [accounts.officer(duty) for duty in Duty]
    few = _lists(client, officers)
    assert len(few) > 30
    waited = _waiting(river)
    fill(COPIES)
    assert _waiting(river) == waited * (COPIES + 1) > 0
    many = _lists(client, officers)
    grown = {
        key: (few[key], many.get(key)) for key in few if not 0 <= many.get(key, -1) <= few[key]
    }
    assert grown == {}


def _lists(client: Client, officers: list[Officer]) -> dict[tuple[Officer, str], int]:
    found: dict[str, tuple[Officer, int]] = {}
    for officer in officers:
        urls = [item.url for group in groups(officer) for item in group.items]
        fresh = [url for url in (*urls, *MORE) if url not in found]
        for url, count in _counted(client, officer, fresh).items():
            found[url] = (officer, count)
    return {(officer, url): count for url, (officer, count) in found.items()}


def _waiting(case: decisions.Case) -> int:
    return waiting.rows(case.leader, waiting.OPINION, decisions.DECIDED).count()


def test_a_familys_lists_cost_the_same_for_many(client: Client, river) -> None:
    accounts.sign_in(client, river.citizen)
    client.get("/")  # the first of a sign-in also writes its session
    few = {url: _queries(client, url) for url in PORTAL}
    fill(COPIES)
    assert {url: _queries(client, url) for url in PORTAL} == few


def _counted(client: Client, officer: Officer, urls: list[str]) -> dict[str, int]:
    accounts.sign_in(client, officer)
    client.get("/desk/")  # the first of a sign-in also writes its session
    found = {url: _queries(client, url) for url in urls}
    return {url: count for url, count in found.items() if count >= 0}


def _queries(client: Client, url: str) -> int:
    """-1 where this duty has no such list."""
    with CaptureQueriesContext(connection) as caught:
        status = client.get(url).status_code
    assert status in {200, 302, 403, 404}, url
    return len(caught) if status == 200 else -1


def test_filling_in_parts_copies_only_what_was_played(river, monkeypatch) -> None:
    monkeypatch.setattr(filling, "CHUNK", 2)
    played = _sizes()
    assert fill(5) > 0
    assert _sizes() == {table: 6 * rows for table, rows in played.items()}


def test_filling_leaves_every_index_and_constraint_as_it_was(river) -> None:
    before = _indexes()
    assert len(before) > 100
    fill(COPIES)
    assert _indexes() == before


def _indexes() -> list[tuple[str, str]]:
    """Without a partial one's condition, which PostgreSQL words anew whenever it reads it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, split_part(indexdef, ' WHERE ', 1) FROM pg_indexes"
            " WHERE schemaname = 'public'"
            " UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def _sizes() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = ("facts_snapshot", "applications_application", "visits_visit", "people_person")
        found = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
    return found
