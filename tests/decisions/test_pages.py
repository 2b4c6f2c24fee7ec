"""Every page of the module, by whom it is for, and what it must not show."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.common import clock
from doudi.common.clock import beijing
from doudi.decisions import actions
from doudi.decisions.models import Decision, Letter, Opinion, Posting
from doudi.decisions.states import Recommendation
from tests.factories import accounts, decisions, voices
from tests.factories.pictures import jpeg, signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(monkeypatch):
    """Sets the edge's clock to a day."""

    def on(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: beijing(day, 20))
        monkeypatch.setattr(clock, "today", lambda: day)

    return on


def keyed(**data: object) -> dict[str, object]:
    return {"_key": str(uuid4()), **data}


def test_the_town_leader_gives_an_opinion_in_the_browser(client, play):
    case = decisions.ready()
    play(decisions.OPINION)
    accounts.sign_in(client, case.leader)
    tray = client.get("/desk/decisions/trays/opinion/")
    assert case.person.names.get().name in tray.content.decode()
    page = f"/desk/decisions/requests/{case.request.pk}/"
    assert client.post(page + "assess/", keyed()).status_code == 302
    shown = client.get(page).content.decode()
    assert "认定条件" in shown
    assert "假定" in shown
    wrong = client.post(page + "opinion/", keyed(recommendation=Recommendation.REFUSE))
    assert wrong.status_code == 422
    assert "请写明理由" in wrong.content.decode()
    done = client.post(page + "opinion/", keyed(recommendation=Recommendation.GRANT))
    assert done.status_code == 302
    assert Opinion.objects.get().recommendation == Recommendation.GRANT


def test_a_sheet_is_made_printed_hung_and_taken_down(client, play):
    case = decisions.ready()
    decisions.opinion(case)
    play(decisions.HUNG)
    accounts.sign_in(client, case.leader)
    assert client.get("/desk/decisions/trays/posting/").status_code == 200
    made = client.post(
        "/desk/decisions/sheets/prepare/", keyed(kind="before", requests=[case.request.pk])
    )
    posting = Posting.objects.get()
    assert made.headers["Location"] == f"/desk/decisions/sheets/{posting.key}/"
    page = f"/desk/decisions/sheets/{posting.key}/"
    assert "记录张贴" in client.get(page).content.decode()
    assert client.get(page + "poster/").content.startswith(b"%PDF")
    accounts.sign_in(client, case.village)
    photo = SimpleUploadedFile("p.jpg", jpeg(), "image/jpeg")
    form = keyed(hung_on=decisions.HUNG, where="村务公开栏", photo=photo)
    assert client.post(page + "hang/", form).status_code == 302
    assert client.get(page + "photo/").headers["Content-Type"] == "image/jpeg"
    early = client.post(page + "take-down/", keyed())
    assert early.status_code == 422
    play(decisions.DOWN)
    client.logout()  # left alone for days
    accounts.sign_in(client, case.village)
    assert "该撤下了" in client.get("/desk/decisions/trays/hanging/").content.decode()
    assert client.post(page + "take-down/", keyed()).status_code == 422
    photo = SimpleUploadedFile("q.jpg", jpeg(), "image/jpeg")
    assert client.post(page + "take-down/", keyed(photo=photo)).status_code == 302
    assert client.get(page + "down-photo/").headers["Content-Type"] == "image/jpeg"


def test_the_public_page_shows_a_sheet_while_it_hangs_with_names_masked(client, play):
    case = decisions.ready()
    decisions.opinion(case)
    decisions.hung(decisions.prepared(case), case)
    village = f"/postings/{accounts.VILLAGE}/"
    play(decisions.LAST)
    answer = client.get(village)
    page = answer.content.decode()
    assert "刘*英" in page
    assert "刘桂英" not in page
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "noindex" in page
    assert accounts.TOWN in client.get("/postings/").content.decode()
    play(decisions.DOWN)
    assert "刘*英" not in client.get(village).content.decode()


def test_the_district_proposes_and_another_decides_in_the_browser(client, play):
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    page = f"/desk/decisions/requests/{case.request.pk}/"
    play(decisions.PROPOSED)
    accounts.sign_in(client, case.reviewer)
    assert "刘桂英" in client.get("/desk/decisions/trays/proposal/").content.decode()
    assert client.post(page + "propose/", keyed(outcome="granted")).status_code == 302
    decision = Decision.objects.get()
    play(decisions.DECIDED)
    accounts.sign_in(client, case.decider)
    assert "刘桂英" in client.get("/desk/decisions/trays/decision/").content.decode()
    assert "确认决定" in client.get(page).content.decode()
    url = f"/desk/decisions/proposals/{decision.pk}/"
    assert client.post(url + "return/", keyed(reason="")).status_code == 422
    assert client.post(url + "decide/", keyed()).status_code == 302
    decision.refresh_from_db()
    assert decision.decided_user_id == case.decider.user_id


def test_the_letter_is_handed_over_with_a_signature(client, play):
    case, decision = decisions.decided()
    letter = decisions.letter_of(decision)
    play(decisions.DECIDED)
    accounts.sign_in(client, case.village)
    assert letter.number in client.get(f"/desk/decisions/letters/{letter.pk}/").content.decode()
    assert client.get("/desk/decisions/trays/service/").status_code == 200
    url = f"/desk/decisions/letters/{letter.pk}/"
    assert client.get(url + "file/").content.startswith(b"%PDF")
    form = {"how": "handed_over", "served_on": decisions.DECIDED, "to": case.person.pk}
    unsigned = client.post(url + "serve/", keyed(**form))
    assert unsigned.status_code == 422
    assert "请收件人签名" in unsigned.content.decode()
    assert client.post(url + "serve/", keyed(signature=signature(), **form)).status_code == 302
    assert Letter.objects.get().served_signature is not None


def test_the_family_reads_its_letter_and_agrees(client, play):
    case, decision = decisions.decided()
    letter = decisions.letter_of(decision)
    play(decisions.DECIDED)
    url = f"/decisions/letters/{letter.code}/"
    accounts.sign_in(client, case.citizen)
    assert "您的权利" in client.get(url).content.decode()
    assert client.get(url + "file/").content.startswith(b"%PDF")
    assert client.post(url + "read/", keyed()).status_code == 422
    assert client.post(url + "read/", keyed(agreed="on")).status_code == 302
    letter.refresh_from_db()
    assert letter.served_how == "in_app"
    accounts.sign_in(client, accounts.citizen(1))
    assert client.get(url).status_code == 404


def test_an_officer_of_another_town_finds_nothing(client, play):
    case = decisions.ready()
    play(decisions.OPINION)
    accounts.sign_in(client, accounts.officer("town_leader", "430902005001"))
    assert client.get(f"/desk/decisions/requests/{case.request.pk}/").status_code == 404


def test_trays_ask_a_constant_number_of_queries(client, play, django_assert_num_queries):
    staff = decisions.officers()
    decisions.ready(staff=staff)
    play(decisions.OPINION)
    accounts.sign_in(client, staff["leader"])
    url = "/desk/decisions/trays/opinion/"
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        decisions.ready(staff=staff)
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_sheets_of_one_village_are_told_apart_in_a_constant_number_of_queries(
    client, play, django_assert_num_queries
):
    staff = decisions.officers()
    cases = [decisions.ready(staff=staff) for _ in range(3)]
    for case in cases:
        decisions.opinion(case)
    decisions.hung(decisions.prepared(*cases[:2]), cases[0])
    play(decisions.HUNG)
    accounts.sign_in(client, staff["leader"])
    url = "/desk/decisions/trays/hanging/"
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    decisions.prepared(cases[2])
    with django_assert_num_queries(len(one)):
        page = client.get(url).content.decode()
    assert re.findall(r'<td class="n">(\d+)</td>', page) == ["2", "1"]
    assert f"<td>{decisions.HUNG}</td>" in page


def test_lists_of_voices_ask_a_constant_number_of_queries(client, play):
    _case, posting = voices.hanging()
    play(voices.RAISED)
    for duty, path in (
        ("town_leader", "objections"), ("county_reviewer", "complaints"),
    ):  # fmt: skip
        accounts.sign_in(client, accounts.officer(duty))
        counts = []
        for _ in range(3):
            voices.objection(posting)
            voices.complaint(name="周建新")
            client.get(f"/desk/decisions/{path}/")
            with CaptureQueriesContext(connection) as found:
                client.get(f"/desk/decisions/{path}/")
            counts.append(len(found))
        assert counts[1] == counts[2], path


def test_the_case_pages_hold_the_fragments(client, play):
    case, _decision = decisions.decided()
    play(decisions.DECIDED)
    accounts.sign_in(client, case.leader)
    page = client.get(f"/desk/cases/{case.request.application.key}/")
    assert "意见和决定" in page.content.decode()
    actions.read_in_app(
        letter=Letter.objects.get(), agreed=True, by=case.citizen, at=beijing(decisions.DECIDED, 21)
    )
    citizen = accounts.sign_in(client, case.citizen)
    assert citizen.level == 1
    shown = client.get(f"/cases/{case.request.application.key}/").content.decode()
    assert "每月的钱是怎么算的" in shown
