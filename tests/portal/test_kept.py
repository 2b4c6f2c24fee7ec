"""Whoever an officer excused from signing sees nothing of the case, on any page of the portal."""

from datetime import date

import pytest
from django.test import Client

from doudi.applications.guards import sight
from doudi.applications.models import Application
from doudi.awards.models import Award
from doudi.common.clock import beijing
from doudi.people.actions import excuses
from doudi.people.models import Login, Person
from tests.factories import accounts, awards, decisions

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


@pytest.fixture
def granted(monkeypatch):
    """A granted case whose husband is known on a phone of his own."""
    monkeypatch.setattr("doudi.common.clock.now", lambda: beijing(ON, 10))
    case, award = awards.granted()
    decision = award.decision
    husband = Person.objects.get(names__name="陈建国")
    citizen = accounts.citizen(1, phone="13912340009")
    Login.objects.create(user_id=citizen.user_id, person=husband, linked_at=beijing(ON))
    return case, decision, husband, citizen


def pages(case, decision) -> list[str]:
    key = case.request.application.key
    letter = decisions.letter_of(decision)
    found = [f"/cases/{key}/", f"/apply/{key}/later/"]
    found += [f"/decisions/letters/{letter.code}/{page}" for page in ("", "file/", "review/")]
    for award in Award.objects.all():
        pages = ("changes/", "changes/new/", "certificate/", "check-in/", "rechecks/")
        found += [f"/awards/{award.key}/{page}" for page in pages]
    return found


def test_before_he_sees_it_and_after_nothing(granted):
    case, decision, husband, citizen = granted
    client = Client(raise_request_exception=False)
    accounts.sign_in(client, citizen)
    number = case.request.application.number
    assert client.get(pages(case, decision)[0]).status_code == 200
    assert number in client.get("/").content.decode()
    excuses.excuse(
        household=case.request.application.household, person=husband, ground="violence",
        reason="告诫书", by=accounts.officer("town_leader"), at=beijing(ON, 9),
    )  # fmt: skip
    for path in pages(case, decision):
        assert client.get(path).status_code == 404, path
    assert number not in client.get("/").content.decode()
    assert number not in client.get("/messages/").content.decode()


def test_also_where_his_phone_began_it(granted):
    case, decision, husband, citizen = granted
    application = case.request.application
    Application.objects.filter(pk=application.pk).update(
        started_by=citizen.user_id, started_session=bytes.fromhex(citizen.session)
    )
    application.refresh_from_db()
    assert sight(citizen, application, ON) == "full"
    excuses.excuse(
        household=application.household, person=husband, ground="violence", reason="告诫书",
        by=accounts.officer("town_leader"), at=beijing(ON, 9),
    )  # fmt: skip
    assert sight(citizen, application, ON) == ""
    client = Client(raise_request_exception=False)
    accounts.sign_in(client, citizen)
    assert application.number not in client.get("/").content.decode()
    assert client.get(f"/cases/{application.key}/").status_code == 404


def test_she_still_sees_it(granted):
    case, _, husband, _ = granted
    excuses.excuse(
        household=case.request.application.household, person=husband, ground="violence",
        reason="告诫书", by=accounts.officer("town_leader"), at=beijing(ON, 9),
    )  # fmt: skip
    client = Client()
    accounts.sign_in(client, case.citizen)
    assert client.get(f"/cases/{case.request.application.key}/").status_code == 200
