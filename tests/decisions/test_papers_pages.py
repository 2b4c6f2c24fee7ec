"""Volumes, meetings, batches and carrying over on their pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.audit.models import Entry
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.decisions.actions.assessments import assess
from doudi.decisions.actions.conference import call_conference
from doudi.decisions.models import CarryOver, Conference, Opinion
from tests.decisions.test_pages import keyed, play  # noqa: F401
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db


def test_the_volume_is_streamed_and_logged(client, play):  # noqa: F811
    case, _decision = decisions.decided()
    play(decisions.DECIDED)
    accounts.sign_in(client, case.leader)
    page = f"/desk/decisions/volumes/{case.request.pk}/"
    assert "案卷" in client.get(page).content.decode()
    assert client.post(page + "file/", keyed(purpose="")).status_code == 422
    answer = client.post(page + "file/", keyed(purpose="年度归档"))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.get(verb="print").reason == "年度归档"
    form = keyed(what="户口簿", sheets=2, kept_where="镇档案室")
    url = f"/desk/decisions/requests/{case.request.pk}/papers/"
    assert client.post(url, form).status_code == 302
    assert "镇档案室" in client.get(page).content.decode()
    case_page = client.get(f"/desk/cases/{case.request.application.key}/").content.decode()
    assert page in case_page


def test_a_batch_is_chosen_confirmed_and_told(client, play):  # noqa: F811
    staff = decisions.officers()
    cases = [decisions.ready(staff=staff) for _ in range(2)]
    assess(request=cases[0].request, by=staff["leader"], at=beijing(decisions.OPINION))
    play(decisions.OPINION)
    accounts.sign_in(client, staff["leader"])
    assert "批量办理" in client.get("/desk/decisions/trays/opinion/").content.decode()
    assert "刘桂英" in client.get("/desk/decisions/batches/opinion/").content.decode()
    assert client.get("/desk/decisions/batches/decision/").status_code == 404
    form = keyed(rows=[case.request.pk for case in cases])
    for case in cases:
        form |= {f"{case.request.pk}-choice": "grant", f"{case.request.pk}-reason": "情况属实。"}
    confirm = "/desk/decisions/batches/opinion/confirm/"
    assert client.post(confirm, keyed()).status_code == 422
    shown = client.post(confirm, form).content.decode()
    assert "确认办理 2 户" in shown
    assert not Opinion.objects.exists()
    url = re.search(r'action="(/desk/decisions/batches/opinion/[^"]+/run/)"', shown)[1]
    for _ in range(2):
        answer = client.post(url, form)
        assert answer.status_code == 302
    result = client.get(answer["Location"]).content.decode()
    assert "办成 1 户，没有办成 1 户" in result
    assert "还没有测算" in result
    assert Opinion.objects.count() == 1
    accounts.sign_in(client, accounts.officer("town_leader"))
    assert client.get(answer["Location"]).status_code == 404


def test_a_case_is_called_and_the_meeting_noted(client, play):  # noqa: F811
    case = decisions.ready()
    play(decisions.OPINION)
    accounts.sign_in(client, case.leader)
    url = f"/desk/decisions/requests/{case.request.pk}/conference/"
    assert "略高于标准" in client.get(url).content.decode()
    form = keyed(ground="over_line_hardship", reason="孩子患重病。")
    assert client.post(url, form).status_code == 302
    assert "等待上会" in client.get(f"/desk/decisions/requests/{case.request.pk}/").content.decode()
    assert "孩子患重病" in client.get("/desk/decisions/conferences/").content.decode()
    minutes = keyed(
        held_on=decisions.OPINION, where="镇政府", chair="王建军", people="周敏 长春镇\n郭志远",
        requests=[case.request.pk],
    )  # fmt: skip
    minutes |= {f"{case.request.pk}-resolution": "grant", f"{case.request.pk}-text": ""}
    post = "/desk/decisions/conferences/note/"
    assert client.post(post, minutes).status_code == 422
    minutes[f"{case.request.pk}-text"] = "一致同意。"
    answer = client.post(post, keyed(**{k: v for k, v in minutes.items() if k != "_key"}))
    assert answer.status_code == 302
    assert "一致同意" in client.get(answer["Location"]).content.decode()
    assert Conference.objects.get().attendants[1] == {"name": "郭志远", "unit": ""}


def test_decisions_are_carried_over(client, play):  # noqa: F811
    case, decision = decisions.decided()
    play(decisions.DECIDED)
    accounts.sign_in(client, case.reviewer)
    assert "刘桂英" in client.get("/desk/decisions/carry/").content.decode()
    export = "/desk/decisions/carry/export/"
    assert client.post(export, keyed(decisions=decision.pk, purpose="")).status_code == 422
    assert client.post(export, keyed(purpose="转录")).status_code == 422
    answer = client.post(export, keyed(decisions=decision.pk, purpose="转录"))
    assert answer.content.startswith(b"PK")
    assert Entry.objects.filter(verb="export").count() == 1
    sheet = client.post(f"/desk/decisions/carry/sheet/{decision.pk}/", keyed())
    assert sheet.content.startswith(b"%PDF")
    page = f"/desk/decisions/carry/{decision.pk}/"
    assert client.post(page, keyed(number="湘", entered_on=decisions.DECIDED)).status_code == 422
    form = keyed(number="HN-1", entered_on=decisions.DECIDED)
    assert client.post(page, form).status_code == 302
    assert CarryOver.objects.get().number == "HN-1"
    assert "HN-1" in client.get("/desk/decisions/carry/?state=done").content.decode()


@pytest.mark.parametrize("path", ["batches/opinion/", "conferences/", "carry/"])
def test_lists_ask_as_many_queries_for_many_as_for_few(path, client, play):  # noqa: F811
    staff = decisions.officers()
    play(decisions.DECIDED)
    accounts.sign_in(client, staff["reviewer"] if path == "carry/" else staff["leader"])

    def asked() -> int:
        client.get(f"/desk/decisions/{path}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/desk/decisions/{path}").status_code == 200
        return len(found)

    _row(path, staff)
    few = asked()
    for _ in range(3):
        _row(path, staff)
    assert asked() == few


def _row(path: str, staff: dict[str, Officer]) -> None:
    case = decisions.ready(staff=staff)
    if path == "carry/":
        decisions.decided(case)
    if path == "conferences/":
        call_conference(
            request=case.request, ground="facts_disputed", reason="有争议。", by=case.leader,
            at=beijing(decisions.OPINION),
        )  # fmt: skip
