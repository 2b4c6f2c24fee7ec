"""A change on the desk's and the family's pages, walked by their buttons."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.awards.models import Change
from doudi.awards.queries import changes as queries
from doudi.awards.tasks import handle
from doudi.awards.trays import trays
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.decisions.models import Decision, Letter
from tests.factories import accounts
from tests.factories import changes as made
from tests.factories.trail import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(monkeypatch):
    """The clock of the pages; moved on by the test."""
    moment = {"at": beijing(made.REPORTED, 9)}
    monkeypatch.setattr(clock, "now", lambda: moment["at"])
    monkeypatch.setattr(clock, "today", lambda: clock.day_of(moment["at"]))
    return moment


@pytest.fixture
def home():
    return made.family()


def post(client: Client, url: str, **data):
    number = post.__dict__.setdefault("count", 0)
    post.__dict__["count"] = number + 1
    return client.post(url, {"_key": f"00000000-0000-4000-8000-{number:012d}", **data})


def text(answer) -> str:
    return answer.content.decode()


def test_who_only_reports_changes_reads_no_computation(client: Client, home, day):
    change = made.reported(home, "income")
    made.earns(home, 500_000, change=made.confirmed(home, change))
    made.assessed(home, change)
    for duty, reads in (("town_leader", True), ("coordinator", False), ("village_intake", False)):
        accounts.sign_in(client, accounts.officer(duty))
        page = text(client.get(f"/desk/awards/changes/{change.key}/"))
        assert ("前后对照" in page) is reads, duty
        assert ("认定条件" in page) is reads, duty
        assert "会变成多少" in page


def test_from_the_phone_to_the_letter(client: Client, home, day):
    accounts.sign_in(client, home.case.citizen)
    new = f"/awards/{home.award.key}/changes/new/"
    assert "有人找到工作" in text(client.get(new))
    told = post(client, new, reason="employment", person=str(home.husband.pk), text="在镇上打零工")
    assert told.status_code == 302, text(told)
    change = Change.objects.get()
    own, desk = f"/awards/changes/{change.key}/", f"/desk/awards/changes/{change.key}/"
    assert "正在核实" in text(client.get(own))

    accounts.sign_in(client, home.case.leader)
    assert [one.count for one in trays(home.case.leader, made.REPORTED)][0] == 1
    assert "有人找到工作" in text(client.get("/desk/awards/changes/"))
    page = client.get(desk)
    assert "在镇上打零工" in text(page)
    assert post(client, f"{desk}assess/").status_code in (409, 422)
    person = str(home.husband.pk)
    post(client, f"{desk}confirm/", event_on="2026-11-01", person=person)
    found = post(
        client, f"{desk}found/", what="income.wage|wage", person=person, amount="2000",
        source="雇主", as_of="2026-11-10",
    )  # fmt: skip
    assert found.status_code == 302, text(found)
    assert post(client, f"{desk}assess/").status_code == 302
    page = text(client.get(desk))
    assert "前后对照" in page
    assert "先听取当事人的意见" in page
    assert post(client, f"{desk}ask/", told="测算后会减少。").status_code == 302

    accounts.sign_in(client, home.case.citizen)
    assert f"/awards/changes/{change.key}/" in text(client.get("/"))
    assert "测算后会减少。" in text(client.get(own))
    assert post(client, f"{own}view/", said="活不稳定。").status_code == 302
    assert "活不稳定。" in text(client.get(own))

    accounts.sign_in(client, home.case.reviewer)
    case = home.case.request.application.key
    assert f"{desk}" in text(client.get(f"/desk/cases/{case}/"))
    answer = post(client, f"{desk}propose/", outcome="reduced", reason="有了稳定的零工收入。")
    assert answer.status_code == 302, text(answer)
    decision = Decision.objects.get(matter=queries.matter_of(change))

    accounts.sign_in(client, home.case.decider)
    assert f"/desk/decisions/matters/{decision.pk}/" in text(
        client.get("/desk/decisions/trays/decision/")
    )
    matter = text(client.get(f"/desk/decisions/matters/{decision.pk}/"))
    assert "活不稳定。" in matter
    assert post(client, f"/desk/decisions/matters/{decision.pk}/decide/").status_code == 302
    deliver(handle)
    letter = Letter.objects.get(decision=decision)

    accounts.sign_in(client, home.case.leader)
    assert letter.number in text(client.get(f"/desk/decisions/letters/{letter.pk}/"))
    assert f"/desk/decisions/letters/{letter.pk}/" in text(
        client.get("/desk/decisions/trays/service/")
    )
    accounts.sign_in(client, home.case.citizen)
    page = text(client.get(own))
    assert "调减" in page
    assert letter.code in page
    words = text(client.get(f"/decisions/letters/{letter.code}/"))
    assert "减少到每月" in words
    assert "活不稳定。" in words
    read = post(client, f"/decisions/letters/{letter.code}/read/", agreed="on")
    assert read.status_code == 302
    letter.refresh_from_db()
    assert letter.served_how == "in_app"
    assert "调减" in text(client.get(f"/awards/{home.award.key}/changes/"))


def test_a_stranger_sees_nothing(client: Client, home, day):
    change = made.reported(home, "illness")
    accounts.sign_in(client, accounts.citizen(1))
    for url in (
        f"/awards/{home.award.key}/changes/",
        f"/awards/{home.award.key}/changes/new/",
        f"/awards/changes/{change.key}/",
    ):
        assert client.get(url).status_code == 404
    accounts.sign_in(client, accounts.officer("town_leader", accounts.CHANGZHOU_VILLAGE))
    assert client.get(f"/desk/awards/changes/{change.key}/").status_code == 404
    assert "没有待办的变更" in text(client.get("/desk/awards/changes/"))


def test_an_officer_writes_down_a_change_and_a_move(client: Client, home, day):
    accounts.sign_in(client, home.case.leader)
    assert client.get(f"/desk/awards/of/{home.award.key}/change/").status_code == 200
    answer = post(client, f"/desk/awards/of/{home.award.key}/change/", reason="illness")
    assert answer.status_code == 302
    close = post(
        client, f"/desk/awards/changes/{Change.objects.get().key}/close/", reason="没有影响。"
    )
    assert close.status_code == 302
    other = accounts.place("430902106200")
    wrong = post(
        client, f"/desk/awards/of/{home.award.key}/move/", code="999", moved_on="2026-11-08",
        registration="rural",
    )  # fmt: skip
    assert wrong.status_code == 422
    moved = post(
        client, f"/desk/awards/of/{home.award.key}/move/", code=other.code,
        moved_on="2026-11-08", registration="rural",
    )  # fmt: skip
    assert moved.status_code == 302, text(moved)
    home.award.refresh_from_db()
    assert home.award.place == other


def test_the_tray_asks_as_much_for_ten_as_for_one(client: Client, home, day):
    made.reported(home, "illness")
    accounts.sign_in(client, home.case.leader)
    client.get("/desk/awards/changes/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/desk/awards/changes/")
    for _ in range(9):
        made.reported(home, "illness")
    with CaptureQueriesContext(connection) as ten:
        client.get("/desk/awards/changes/")
    assert len(ten) == len(one)
