"""The case volume: complete, numbered, and asked for with a purpose."""

import shutil
import subprocess

import pytest

from doudi.applications.models import AwaitedItem, ClockEvent
from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.decisions.actions import volume as actions
from doudi.people.queries import full_number
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
AT = beijing(decisions.DECIDED, 15)


def text_of(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode().replace(" ", "")


def test_the_volume_holds_every_station_with_page_numbers():
    case, _decision = decisions.decided()
    actions.note_paper(
        request=case.request, what="户口簿复印件", kept_where="长春镇档案柜 3 层", sheets=4,
        by=case.leader, at=AT,
    )  # fmt: skip
    pdf = actions.make_volume(request=case.request, purpose="年度归档", by=case.leader, at=AT)
    text = text_of(pdf)
    for words in (
        "社会救助案卷", "目录", "社会救助申请表", "家庭经济状况核对授权书", "入户核实记录",
        "家庭经济状况核对报告", "测算表", "审核意见", "公示、异议和评议", "审核确认",
        "确认通知书和送达", "只有纸质的材料", "户口簿复印件", "长春镇档案柜3层",
        full_number(case.person), "第1页/共",
    ):  # fmt: skip
        assert words in text, words
    assert case.leader.name in text


def test_asking_for_it_is_logged_with_its_purpose():
    case, _decision = decisions.decided()
    actions.make_volume(request=case.request, purpose="群众申请复核", by=case.reviewer, at=AT)
    entry = Entry.objects.get(verb="print", noun="application")
    assert entry.key == str(case.request.application.key)
    assert entry.reason == "群众申请复核"
    with pytest.raises(Refusal):
        actions.make_volume(request=case.request, purpose="  ", by=case.reviewer, at=AT)


def test_who_has_no_case_there_gets_none():
    case = decisions.ready()
    elsewhere = accounts.officer("town_leader", "430902005001")
    with pytest.raises(Hidden):
        actions.make_volume(request=case.request, purpose="看看", by=elsewhere, at=AT)
    with pytest.raises(Forbidden):
        actions.make_volume(request=case.request, purpose="看看", by=case.village, at=AT)


def test_a_paper_noted_by_mistake_is_struck_and_stays_visible():
    case = decisions.ready()
    paper = actions.note_paper(
        request=case.request, what="村委会证明", kept_where="村部", sheets=1, by=case.leader, at=AT
    )
    actions.strike_paper(paper=paper, by=case.first, at=AT)
    paper.refresh_from_db()
    assert paper.struck_by_id == case.first.post_id
    text = text_of(actions.make_volume(request=case.request, purpose="归档", by=case.leader, at=AT))
    assert "村委会证明" not in text


def test_later_papers_and_what_stopped_the_clock_stand_in_it():
    case = decisions.ready()
    application = case.request.application
    AwaitedItem.objects.create(
        application=application, code="income_paper", label="收入证明或工资单",
        named_at=beijing(decisions.ASKED), named_by=decisions.post_of(case.leader),
        due_on=decisions.OPINION,
    )  # fmt: skip
    ClockEvent.objects.create(
        application=application, kind="stop", code="awaiting_items", on=decisions.ACCEPTED,
        noted_at=beijing(decisions.ACCEPTED),
    )  # fmt: skip
    text = text_of(actions.make_volume(request=case.request, purpose="归档", by=case.leader, at=AT))
    for words in ("告知承诺和后补材料", "收入证明或工资单", "等申请人补交承诺的材料", "中止计时"):
        assert words in text, words
