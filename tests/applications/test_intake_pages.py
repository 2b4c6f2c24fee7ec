"""The pages of intake: for the family, the counter, the town, and every sheet of paper."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from doudi.applications.actions.returning import send_back
from doudi.applications.models import Application, AwaitedItem
from doudi.applications.queries.items import awaited
from doudi.applications.states import State
from doudi.applications.trays import trays
from tests.factories import accounts, applications, people
from tests.factories.pictures import jpeg, png, signature

pytestmark = pytest.mark.django_db
AT = applications.AT
ON = AT.date()


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: AT)


def at_desk(duty: str, place: str = accounts.VILLAGE) -> Client:
    client = Client()
    client.who = accounts.sign_in(client, accounts.officer(duty, place))
    return client


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def url(name: str, *args) -> str:
    return reverse(f"applications_{name}", args=args)


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", png(), content_type="image/png")


def test_the_phone_asks_for_another_and_says_who_works_there() -> None:
    applications._offices(accounts.VILLAGE)
    phone = Client()
    accounts.sign_in(phone, accounts.citizen())
    home = f"{url('me')}?place={accounts.VILLAGE}"
    assert "我是替别人申请" in text(phone.get(home))
    assert "受本人委托" in text(phone.get(f"{home}&for=1"))
    data = {
        "place": accounts.VILLAGE, "name": "陈秀兰", "registration": "rural",
        "born_on": "1948-06-01",
        "sex": "F", "asks_kind": "guardian", "asks_name": "",
    }  # fmt: skip
    assert "请填写代办人的姓名" in text(phone.post(f"{home}&for=1", data))
    sent = phone.post(
        f"{home}&for=1",
        data | {"asks_name": "刘桂英", "asks_paper": SimpleUploadedFile("a.jpg", jpeg())},
    )
    made = Application.objects.get()
    assert sent.url == url("condition", made.key)
    assert made.behalf.name == "刘桂英"
    page = text(phone.get(url("members", made.key)))
    assert "近亲属" in page
    assert phone.post(url("kin", made.key), {"answer": "yes"}).url == url("members", made.key)
    assert 'aria-pressed="true"' in text(phone.get(url("members", made.key)))
    assert phone.get(f"{url('start')}?in={accounts.VILLAGE}&for=1").url.endswith("&for=1")


def test_the_counter_of_another_town_takes_it_in() -> None:
    client = at_desk("town_acceptor")
    applications._offices(accounts.VILLAGE)
    accounts.place("430902105201")
    assert "全城通办" in text(client.get(url("counter_start")))
    assert "资阳区" in text(client.get(url("counter_start"), {"in": "4309"}))
    data = {
        "place": "430902105201", "name": "刘桂英", "registration": "rural",
        "number": people.identity_number(date(1974, 3, 5)),
    }  # fmt: skip
    client.post(f"{url('counter_me')}?place=430902105201", data)
    made = Application.objects.get()
    for name in ("condition", "members", "living", "signing", "look"):
        text(client.get(url(f"counter_{name}", made.key)))
    assert "继续填" in text(client.get(url("elsewhere")))
    done = client.post(url("counter_submit", made.key)).url
    assert "转给家庭所在的地方" in text(client.get(done))
    page = text(client.get(url("elsewhere")))
    assert made.number in page
    assert "刘桂英" not in page
    assert client.get(url("counter_members", made.key)).status_code == 403


def test_a_grid_worker_has_the_counter_and_the_list() -> None:
    client = at_desk("grid_worker")
    assert [one.title for one in trays(client.who, ON)] == ["窗口代填申请", "我收的申请"]
    for name in ("drafts", "elsewhere", "counter_start"):
        text(client.get(url(name)))


def test_the_town_names_what_may_follow_and_the_family_brings_it() -> None:
    phone, family = Client(), accounts.citizen()
    family = accounts.sign_in(phone, family)
    made = applications.submitted(by=family)
    client = at_desk("town_acceptor")
    page = text(client.get(url("items_name", made.key)))
    assert "收入证明或工资单" in page
    assert "残联" in page
    assert "请选择一项" in text(client.post(url("items_name", made.key), {"x": "1"}))
    answer = client.post(url("items_name", made.key), {"codes": ["income_paper", "school_paper"]})
    assert answer.url == url("items", made.key)
    assert "还没签承诺书" in text(client.get(answer.url))
    assert "告知承诺书" in text(phone.get(url("later", made.key)))
    assert "还没有签名" in text(phone.post(url("later", made.key), {"signature": ""}))
    assert phone.post(url("later", made.key), {"signature": signature()}).status_code == 302
    first, second = awaited(made)
    up = url("later_upload", made.key, first.pk)
    assert "请填写这一项" in text(phone.post(up, {"x": "1"}))
    assert phone.post(up, {"file": picture()}).url == url("later", made.key)
    assert "已收到" in text(phone.get(url("later", made.key)))
    for name in ("item_receive", "item_extend", "item_close"):
        text(client.get(url(name, second.pk)))
    assert "请填写这一项" in text(client.post(url("item_extend", second.pk), {"reason": ""}))
    client.post(url("item_extend", second.pk), {"reason": "放假"})
    closing = {"reason": "按入户情况"}
    close = f'href="{url("item_close", second.pk)}"'
    assert close not in text(client.get(url("items", made.key)))
    assert "约定的日期是" in text(client.post(url("item_close", second.pk), closing))
    AwaitedItem.objects.filter(pk=second.pk).update(due_on=ON - timedelta(days=1))
    assert close in text(client.get(url("items", made.key)))
    client.post(url("item_close", second.pk), closing)
    assert awaited(made) == []
    text(client.get(url("items_due")))
    text(client.get(reverse("desk_case", args=[made.key])))


def test_what_is_given_back_is_read_on_the_phone() -> None:
    phone = Client()
    family = accounts.sign_in(phone, accounts.citizen())
    made = applications.submitted(by=family)
    client = at_desk("town_acceptor")
    assert "退回" in text(client.get(url("send_back", made.key)))
    bad = client.post(url("send_back", made.key), {"to": "family", "remark": "x"})
    assert "请选择一项" in text(bad)
    data = {"to": "family", "reasons": ["income"], "remark": "老人有没有养老金"}
    assert client.post(url("send_back", made.key), data).url == url("town")
    page = text(phone.get(url("sent_back", made.key)))
    assert "老人有没有养老金" in page
    assert "收入没有填或填得不清楚" in page
    assert "看一看，再提交" in text(phone.get(url("look", made.key)))
    assert phone.post(url("submit", made.key)).url == url("done", made.key)
    made.refresh_from_db()
    assert made.state == State.SUBMITTED
    later = Client()
    accounts.sign_in(later, family)
    send_back(
        application=made, to="family", reasons=["income"], remark="写清楚", by=client.who, at=AT
    )
    page = text(later.get(url("sent_back", made.key)))
    assert "写清楚" not in page  # what an officer wrote may tell of somebody


def test_sheets_are_printed_and_found_again() -> None:
    made = applications.submitted(signed=False)
    client = at_desk("village_intake")
    assert "申请表" in text(client.get(url("papers", made.key)))
    for sheet in ("form", f"letter-{made.applicant_id}", "withdrawal"):
        pdf = client.post(url("papers", made.key), {"sheet": sheet})
        assert client.get(pdf.url).content.startswith(b"%PDF")
    assert client.post(url("papers", made.key), {"sheet": "moon"}).status_code == 409
    code = made.papers.get(kind="letter").code
    assert "编码" in text(client.get(url("paper_find")))
    assert "编码不对" in text(client.get(url("paper_find"), {"code": "11111111"}))
    found = client.get(url("paper_find"), {"code": code.lower()})
    assert found.url == url("paper_file", code)
    assert "刘桂英" in text(client.get(found.url))
    assert client.post(found.url, {"file": picture()}).url == url("paper_find")
    assert "已上传" in text(client.get(url("papers", made.key)))
    stranger = at_desk("village_intake", "430902105201")
    assert stranger.get(found.url).status_code == 404


def test_the_promise_is_printed_with_its_dates() -> None:
    made = applications.with_items()
    client = at_desk("town_acceptor")
    pdf = client.post(url("papers", made.key), {"sheet": "promise"})
    assert client.get(pdf.url).content.startswith(b"%PDF")


def test_the_counter_takes_back_and_excuses() -> None:
    made = applications.submitted(signed=False)
    client = at_desk("town_acceptor")
    assert "不能签" in text(client.get(reverse("desk_case", args=[made.key])))
    excuse = url("excuse", made.key, made.applicant_id)
    text(client.get(excuse))
    assert "请填写这一项" in text(client.post(excuse, {"ground": "prison", "reason": ""}))
    assert client.post(excuse, {"ground": "prison", "reason": "看守所通知"}).status_code == 302
    assert "由工作人员处理" in text(client.get(url("counter_signing", made.key)))
    back = url("withdraw_counter", made.key)
    assert "撤回单" in text(client.get(back))
    assert "请上传本人签字的撤回单" in text(client.post(back, {"said": "不办了"}))
    assert client.post(back, {"file": picture()}).url == reverse("desk_case", args=[made.key])
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN
