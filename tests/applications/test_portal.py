"""The family's way through the pages, as a browser without JavaScript goes it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from doudi.applications.models import Application
from doudi.applications.states import State
from doudi.facts.models import Fact
from doudi.messaging.models import Message
from doudi.people.queries import full_number, members, unsigned_adults
from tests.factories import accounts, applications, people
from tests.factories.pictures import jpeg, signature

pytestmark = pytest.mark.django_db
CONDITION = {"student": "none", "disability_kind": "none", "illness": "major"}


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: applications.AT)


@pytest.fixture
def phone() -> Client:
    applications._offices(accounts.VILLAGE)
    client = Client()
    client.who = accounts.sign_in(client, accounts.citizen())
    return client


def send(client: Client, url: str, data: dict, expected: int = 302):
    """Posts like a browser: with the hidden request key that stands in the page."""
    page = client.get(url)
    if page.status_code == 200:
        key = re.search(r'name="_key" value="([^"]+)"', page.content.decode())
        data = data | ({"_key": key[1]} if key else {})
    answer = client.post(url, data)
    assert answer.status_code == expected, answer.content.decode()[:3000]
    return answer


def me(client: Client, **changes):
    url = f"{reverse('applications_me')}?place={accounts.VILLAGE}"
    data = {
        "place": accounts.VILLAGE,
        "name": "刘桂英",
        "number": people.identity_number(date(1974, 3, 5)),
        "registration": "rural",
        "address": "三组 12 号",
    }
    return url, data | changes


def begun(client: Client) -> Application:
    url, data = me(client)
    send(client, url, data)
    return Application.objects.latest("pk")


def step(name: str, *args) -> str:
    return reverse(f"applications_{name}", args=args)


def test_the_whole_way_without_javascript(phone) -> None:
    place = phone.get(step("start"))
    assert "资阳区" in place.content.decode()
    place = phone.get(step("start"), {"in": accounts.DISTRICT})
    assert "长春镇" in place.content.decode()
    place = phone.get(step("start"), {"in": accounts.TOWN})
    assert accounts.VILLAGE in place.content.decode()
    place = phone.get(step("start"), {"in": accounts.VILLAGE})
    assert place.url == f"{step('me')}?place={accounts.VILLAGE}"

    url, data = me(phone)
    page = phone.get(url)
    assert "刘桂英" not in page.content.decode()
    send(phone, url, data | {"card": _upload()})
    made = Application.objects.get()
    send(phone, step("condition", made.key), CONDITION)
    child = {
        "name": "刘小雨", "number": people.identity_number(date(2017, 5, 8)), "relation": "child",
        **CONDITION, "student": "compulsory", "illness": "none",
    }  # fmt: skip
    answer = send(phone, step("member_add", made.key), child)
    assert answer.url == step("members", made.key)
    assert "刘小雨" in phone.get(answer.url).content.decode()

    wage = {"person": made.applicant_id, "amount": "６００", "per": "month"}
    send(phone, step("item_add", made.key, "wage"), wage)
    send(phone, step("item_add", made.key, "savings"), {"unclear": "on"})
    living = phone.get(step("living", made.key)).content.decode()
    assert "600.00 元/月" in living
    assert "不清楚" in living
    account = {"holder": made.applicant_id, "bank": "农商行", "number": "6217001234567890123"}
    send(phone, step("account", made.key), account)
    assert "6217001234567890123" not in phone.get(step("account", made.key)).content.decode()

    assert "还没签" in phone.get(step("signing", made.key)).content.decode()
    send(phone, step("sign", made.key, made.applicant_id), {"signature": signature()})
    look = phone.get(step("look", made.key)).content.decode()
    assert "现在还看不准" in look  # the savings are not known
    answer = phone.post(step("submit", made.key))
    assert answer.url == step("done", made.key)
    done = phone.get(answer.url).content.decode()
    assert made.number in done
    assert "12345" in done
    made.refresh_from_db()
    assert made.state == State.SUBMITTED
    assert phone.get(step("look", made.key)).url == step("done", made.key)
    assert phone.post(step("submit", made.key)).status_code == 302  # again: the same answer


def _upload():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("card.jpg", jpeg(), content_type="image/jpeg")


@pytest.mark.parametrize(
    ("kind", "figure", "expected"),
    [
        ("pension", "100", "有可能符合条件"),
        ("pension", "2000", "您仍然可以申请"),
        ("vehicle", "", "可能超过规定"),
    ],
)
def test_the_look_ahead_says_it_in_a_sentence(phone, kind, figure, expected) -> None:
    made = begun(phone)
    send(phone, step("condition", made.key), CONDITION)
    data = {"person": made.applicant_id, "amount": figure, "per": "month"}
    if kind == "vehicle":
        data = {"code": "car", "count": "1"}
    send(phone, step("item_add", made.key, kind), data)
    assert expected in phone.get(step("look", made.key)).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"born_on": "2017-13-40"}, "有效的日期"),
        ({"number": "12345"}, "身份证号码应为 18 位"),
        ({"number": "430902197413051235"}, "不是真实的出生日期"),
        ({"registration": "moon"}, "选择一个有效的选项"),
        ({"place": "999999999999"}, "没有找到这个地方"),
        ({"place": accounts.TOWN}, "请一直选到村或社区"),
    ],
)
def test_an_unreadable_answer_is_said_and_nothing_is_lost(phone, changes, sentence) -> None:
    url, data = me(phone, **changes)
    page = phone.post(url, data).content.decode()
    assert sentence in page
    if "name" not in changes and "place" not in changes:
        assert 'value="刘桂英"' in page
    assert not Application.objects.exists()


def test_a_photograph_that_is_none_is_said(phone) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    url, data = me(phone, card=SimpleUploadedFile("card.jpg", b"hello"))
    page = phone.post(url, data).content.decode()
    assert "不收这种文件" in page
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("wage", {"amount": "很多", "per": "month"}, "请填写金额"),
        ("wage", {"amount": "", "per": "month"}, "真不清楚"),
        ("wage", {"amount": "-5", "per": "month"}, "不能小于 0"),
        ("wage", {"amount": "5", "per": "month", "months": "13"}, "12"),
        ("wage", {"amount": "5", "per": "month", "person": "1"}, "选择一个有效的选项"),
        ("home", {"count": "0"}, "1"),
        ("vehicle", {"count": "1", "code": "ship"}, "选择一个有效的选项"),
    ],
)
def test_an_unreadable_item_is_said(phone, kind, data, sentence) -> None:
    made = begun(phone)
    data = {"person": str(made.applicant_id)} | data
    page = phone.post(step("item_add", made.key, kind), data).content.decode()
    assert sentence in page
    assert not Fact.objects.filter(attribute__startswith="income").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"number": "1"}, "身份证号码应为 18 位"),
        ({"relation": ""}, "请选择一项"),
        ({"born_on": "2017-13-40"}, "有效的日期"),
        ({"student": "x"}, "选择一个有效的选项"),
        ({"illness": ""}, "请选择一项"),
        ({"disability_level": "9"}, "选择一个有效的选项"),
    ],
)
def test_an_unreadable_member_is_said(phone, changes, sentence) -> None:
    made = begun(phone)
    data = {"name": "刘小雨", "relation": "child", "born_on": "2017-05-08", **CONDITION}
    page = phone.post(step("member_add", made.key), data | changes).content.decode()
    assert sentence in page
    assert len(members(made.household, applications.AT.date())) == 1


def test_members_and_items_are_changed_and_dropped(phone) -> None:
    made = begun(phone)
    data = {"name": "刘小雨", "relation": "child", "born_on": "2017-05-08", **CONDITION}
    send(phone, step("member_add", made.key), data)
    child = members(made.household, applications.AT.date())[1].person
    page = phone.get(step("member", made.key, child.pk)).content.decode()
    assert 'value="2017-05-08"' in page
    send(phone, step("member", made.key, child.pk), data | {"name": "刘晓雨"})
    assert "刘晓雨" in phone.get(step("members", made.key)).content.decode()
    assert phone.get(step("member", made.key, made.applicant_id)).status_code == 302
    assert phone.get(step("member", made.key, 999_999)).status_code == 404
    send(phone, step("item_add", made.key, "home"), {"count": "1", "area_m2": "80"})
    item = Fact.objects.get(attribute="asset.home").item
    assert 'value="80"' in phone.get(step("item", made.key, item)).content.decode()
    send(phone, step("item", made.key, item), {"count": "1", "area_m2": "90"})
    item = Fact.objects.get(attribute="asset.home", superseded_at__isnull=True).item
    phone.post(step("item_drop", made.key, item))
    assert not Fact.objects.filter(attribute="asset.home", superseded_at__isnull=True).exists()
    assert phone.get(step("item", made.key, item)).status_code == 302
    assert phone.get(step("item_add", made.key, "moon")).status_code == 404
    phone.post(step("member_drop", made.key, child.pk))
    assert len(members(made.household, applications.AT.date())) == 1


def test_another_place_is_chosen_before_submitting(phone) -> None:
    made = begun(phone)
    other = accounts.place("430902106206")
    page = phone.get(step("place", made.key), {"in": accounts.TOWN}).content.decode()
    assert other.code in page
    data = {"place": other.code, "registration": "urban", "address": ""}
    send(phone, step("place", made.key), data)
    made.refresh_from_db()
    assert made.place == other


def test_an_empty_signature_is_said_and_the_counter_offered(phone) -> None:
    made = begun(phone)
    url = step("sign", made.key, made.applicant_id)
    assert "还没有签名" in phone.post(url, {"signature": ""}).content.decode()
    assert "签名没有传上来" in phone.post(url, {"signature": "x"}).content.decode()
    assert phone.post(url, {"signature_in_person": "1"}).status_code == 302
    assert len(unsigned_adults(made.household, applications.AT.date())) == 1


def test_the_own_phone_signs_by_a_link_shown_once(phone) -> None:
    made = begun(phone)
    url = step("sign_link", made.key, made.applicant_id)
    assert "手机号码应为 11 位" in phone.post(url, {"phone": "12"}).content.decode()
    send(phone, url, {"phone": "13912345678"})
    assert Message.objects.filter(template="applications.sign").count() == 1
    page = phone.get(url).content.decode()
    token = re.search(r"/apply/sign/([\w-]+)", page)[1]
    assert token not in phone.get(url).content.decode()
    own = Client()
    link = f"/apply/sign/{token}"
    assert "刘桂英" in own.get(link).content.decode()
    assert "还没有签名" in own.post(link, {"signature": ""}).content.decode()
    answer = own.post(link, {"signature": signature()})
    assert answer.status_code == 302
    assert "谢谢您" in own.get(answer.url).content.decode()
    assert own.get(link).status_code == 410
    assert unsigned_adults(made.household, applications.AT.date()) == ()


def own_link(client: Client, made: Application) -> str:
    url = step("sign_link", made.key, made.applicant_id)
    send(client, url, {"phone": ""})
    return re.search(r"/apply/sign/[\w-]+", client.get(url).content.decode())[0]


def test_a_link_of_four_days_ago_is_gone_with_a_sentence(phone, monkeypatch) -> None:
    made = begun(phone)
    link = own_link(phone, made)
    own = Client()
    assert own.get(link).status_code == 200
    later = applications.AT + timedelta(days=4)
    monkeypatch.setattr("doudi.common.clock.now", lambda: later)
    answer = own.post(link, {"signature": signature()})  # the page was open all the time
    assert answer.status_code == 410
    assert "链接" in answer.content.decode()
    assert len(unsigned_adults(made.household, applications.AT.date())) == 1


def test_two_windows_of_one_phone_sign_the_link_once(phone) -> None:
    made = begun(phone)
    link = own_link(phone, made)
    first, second = Client(), Client()
    assert {first.get(link).status_code, second.get(link).status_code} == {200}
    assert first.post(link, {"signature": signature()}).status_code == 302
    late = second.post(link, {"signature": signature()})
    assert late.status_code == 410
    assert "链接" in late.content.decode()
    assert made.applicant.authorisations.count() == 1


def test_a_link_shows_the_typed_name_only(phone) -> None:
    known = people.person("真名字")
    url, data = me(phone, name="王五", number=full_number(known))
    send(phone, url, data)
    made = Application.objects.get()
    for name in ("members", "signing", "look"):
        assert "真名字" not in phone.get(step(name, made.key)).content.decode()
    send(phone, step("sign_link", made.key, known.pk), {"phone": ""})
    page = phone.get(step("sign_link", made.key, known.pk)).content.decode()
    token = re.search(r"/apply/sign/([\w-]+)", page)[1]
    page = Client().get(f"/apply/sign/{token}").content.decode()
    assert "王五" in page
    assert "真名字" not in page


def test_another_sign_in_of_the_phone_sees_progress_only(phone) -> None:
    made = begun(phone)
    send(phone, step("sign", made.key, made.applicant_id), {"signature": signature()})
    phone.post(step("submit", made.key))
    later = Client()
    accounts.sign_in(later, phone.who)
    for name in ("members", "living", "look", "condition", "account", "signing", "place"):
        assert later.get(step(name, made.key)).status_code == 403
    done = later.get(step("done", made.key))
    assert done.status_code == 200
    assert "刘桂英" not in done.content.decode()
    stranger = Client()
    accounts.sign_in(stranger, accounts.citizen())
    assert stranger.get(step("done", made.key)).status_code == 404
    assert Client().get(step("done", made.key)).status_code == 302


def test_the_family_withdraws(phone) -> None:
    made = begun(phone)
    phone.post(step("submit", made.key))
    assert made.number in phone.get(step("withdraw", made.key)).content.decode()
    answer = phone.post(step("withdraw", made.key))
    assert "已经撤回" in phone.get(answer.url).content.decode()
    made.refresh_from_db()
    assert made.state == State.WITHDRAWN


def test_a_draft_survives_leaving(phone) -> None:
    made = begun(phone)
    phone.get("/")
    assert "刘桂英" in phone.get(step("members", made.key)).content.decode()


def test_no_personal_value_in_an_address(phone) -> None:
    url, data = me(phone)
    answer = send(phone, url, data)
    assert data["number"] not in answer.url
