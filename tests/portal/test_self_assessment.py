"""The self-assessment as a browser without JavaScript goes it, and into an application."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from doudi.applications.models import Application
from doudi.applications.queries.declared import items
from doudi.applications.queries.people import shown_members
from doudi.audit.models import RequestKey
from doudi.policies.rules.asking import SCREENS, laws_at
from doudi.policies.rules.open_facts import said_in
from doudi.policies.rules.parameters import bundle_for
from doudi.portal.forms.asking import FORMS, facts
from tests.factories import accounts, applications, people

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 14)
POOR = {
    "place": {"place": "430902", "registration": "rural"},
    "members": {
        "rows": "2", "0-age": "46", "0-sex": "female", "0-student": "none",
        "1-relation": "child", "1-age": "12", "1-sex": "male", "1-student": "compulsory",
        "single_parent": "yes",
    },
    "health": {
        **{f"{n}-disability": "none" for n in (0, 1)}, **{f"{n}-illness": "none" for n in (0, 1)},
        **{f"{n}-care": "none" for n in (0, 1)}, "0-illness": "major",
    },
    "situation": {"1-where": "home", "1-receives": "none", "1-father": "dead", "1-mother": "able"},
    "work": {"0-employment": "unable", "0-earned": "0"},
    "money": {"0-pension": "0", "property": "0", "gift": "600", "other": "0"},
    "asset": {
        "deposit": "2000", "homes": "1", "area": "80", "resettled": "no", "recent": "no",
        "vehicle": "none", "machine": "none", "firm": "none", "non_residential": "none",
    },
    "expense": {"medical": "9800", "schooling": "0", "disability": "0"},
    "supporters": {"rows": "0"},
    "event": {"kind": "none", "ago": "unknown", "again": "no"},
    "needs": {"yes": ["traits.veteran"]},
}  # fmt: skip
RICH = {**POOR, "work": {"0-employment": "employed", "0-earned": "90000"}, "needs": {}}
RICH["health"] = {**POOR["health"], "0-illness": "none"}


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: applications.AT)
    applications._offices(accounts.VILLAGE)


def told_in(page: str) -> str:
    return re.search(r'name="told" value="([^"]+)"', page)[1]


def screen_of(page: str) -> str:
    """Which form a page shows, by its heading."""
    from doudi.portal.forms.words import HEADINGS

    heading = re.search(r"<h1>(.*?)</h1>", page)[1]
    return next((name for name, (title, _) in HEADINGS.items() if str(title) == heading), "")


def send(client: Client, page: str, **data) -> str:
    key = re.search(r'name="_key" value="([^"]+)"', page)[1]
    url = reverse("portal_ask")
    return client.post(url, {"told": told_in(page), "_key": key, **data}).content.decode()


def walk(client: Client, family: dict, look=lambda number, page: None) -> tuple[str, list[str]]:
    """To the result; the screens on the way. `look` sees every page before it is answered."""
    page, seen = client.get(reverse("portal_ask")).content.decode(), []
    while screen := screen_of(page):
        seen.append(screen)
        look(len(seen), page)
        assert len(seen) <= 12, seen
        page = send(client, page, next="1", **family[screen])
        assert screen_of(page) != screen, re.findall(r'dd-error"[^>]*>(.*?)<', page)
    return page, seen


def test_a_poor_family_sees_what_it_may_get_and_nothing_is_kept():
    client = Client()
    page, seen = walk(client, POOR)
    assert seen[:2] == ["place", "members"]
    assert len(seen) == len(set(seen)) <= 12
    assert "最低生活保障" in page.split("要申请吗")[0]
    assert "收入在规定的线以下。" in page
    assert "不予" not in page
    assert "拒绝" not in page
    assert client.get(reverse("portal_ask")).headers["Cache-Control"] == "private"
    assert "12345" in page
    assert not Session.objects.exists()
    assert not RequestKey.objects.exists()
    assert "sessionid" not in client.cookies


def test_dibao_is_said_unlikely_early_and_it_goes_on():
    said_at = []
    page, seen = walk(
        Client(), RICH,
        lambda number, page: said_at.append(number)
        if "按这些回答，可能不符合低保；仍然可以申请。" in page else None,
    )  # fmt: skip
    assert said_at
    assert said_at[0] < len(seen)
    assert "仍然可以申请" in page


def test_back_keeps_the_answers_and_none_is_lost():
    client = Client()
    first = client.get(reverse("portal_ask")).content.decode()
    page = send(client, first, next="1", **POOR["place"])
    page = send(client, page, next="1", **POOR["members"])
    back = send(client, page, back="1")
    assert screen_of(back) == "members"
    assert 'value="46"' in back
    assert 'value="12"' in back
    again = send(client, back, back="1")
    assert screen_of(again) == "place"
    assert re.search(r'value="430902" selected', again)
    forward = send(client, again, next="1", **POOR["place"])
    assert 'value="46"' in forward


def test_one_more_person_and_one_less_keep_what_is_typed():
    client = Client()
    page = client.get(reverse("portal_ask")).content.decode()
    page = send(client, page, next="1", **POOR["place"])
    typed = {"rows": "1", "0-age": "46", "0-sex": "female", "0-student": "none"}
    page = send(client, page, add="1", **typed)
    assert "第 2 个人" in page
    assert 'value="46"' in page
    page = send(client, page, drop="1", **typed | {"rows": "2", "1-age": "9"})
    assert "第 2 个人" not in page
    assert 'value="46"' in page


def test_the_enter_key_goes_on_and_adds_nobody():
    client = Client()
    page = client.get(reverse("portal_ask")).content.decode()
    page = send(client, page, next="1", **POOR["place"])
    buttons = re.findall(r'<button[^>]*name="(\w+)"', page)
    assert buttons[0] == "next"
    assert {"add", "back"} <= set(buttons)


def test_a_number_that_cannot_be_read_gets_a_sentence_beside_it():
    client = Client()
    page = client.get(reverse("portal_ask")).content.decode()
    page = send(client, page, next="1", **POOR["place"])
    page = send(client, page, next="1", **{**POOR["members"], "0-age": "四十", "1-age": "300"})
    assert screen_of(page) == "members"
    assert "请填整数，例如 3。" in page
    assert "最多填 120，请核对。" in page


@pytest.mark.parametrize("told", ["", "x" * 30_000, "eyJub3ciOiJuZWVkcyJ9:1abc:def"])
def test_a_field_that_was_changed_starts_anew(told):
    page = Client().post(reverse("portal_ask"), {"told": told, "next": "1"}).content.decode()
    assert screen_of(page) == "place"
    assert "请从头答起" in page


def test_not_knowing_is_allowed_everywhere():
    """Only who lives together is asked for; every other answer may be 不清楚."""
    client = Client()
    unknown = {
        "place": {"place": "430902", "registration": "unknown"},
        "members": {
            "rows": "2", "0-sex": "unknown", "0-student": "unknown", "1-relation": "child",
            "1-sex": "unknown", "1-student": "unknown", "single_parent": "unknown",
        },
        "health": {f"{n}-{name}": "unknown" for n in (0, 1)
                   for name in ("disability", "illness", "care")},
        "situation": {**{f"1-{name}": "unknown" for name in
                         ("where", "cannot_live_alone", "receives", "father", "mother")},
                      "0-father": "unknown", "0-mother": "unknown"},
        "work": {f"{n}-employment": "unknown" for n in (0, 1)},
        "money": {"0-kind": "unknown"},
        "asset": dict.fromkeys(
            ("resettled", "recent", "vehicle", "machine", "firm", "non_residential"), "unknown"
        ),
        "expense": {},
        "supporters": {"rows": "1", "0-supports": "0", "0-relation": "child",
                       "0-condition": "unknown"},
        "event": {"kind": "unknown", "ago": "unknown", "again": "unknown"},
        "needs": {"unsure": "on"},
    }  # fmt: skip
    page, seen = walk(client, unknown)
    assert "还差一点情况" in page
    assert "不符合" not in page.split("还差一点情况")[0].split("要申请吗")[0]
    assert len(seen) <= 12


def test_elsewhere_is_estimated_without_an_amount():
    client = Client()
    family = {**POOR, "place": {"place": "elsewhere", "registration": "rural"}}
    page, _ = walk(client, family)
    assert "最低生活保障" in page.split("要申请吗")[0]
    assert "约 " not in page


def test_the_button_starts_an_application_with_the_answers():
    client = Client()
    page, _ = walk(client, POOR)
    answer = client.post(reverse("portal_ask_apply"), {"told": told_in(page)})
    assert answer["Location"] == reverse("portal_filled")
    assert "/sign-in/" in client.get(reverse("portal_filled"))["Location"]
    assert "46" not in reverse("portal_filled")
    accounts.sign_in(client, accounts.citizen())
    client.post(reverse("portal_ask_apply"), {"told": told_in(page)})
    chosen = f"{reverse('portal_filled')}?in={accounts.VILLAGE}"
    assert "子女（12 岁）" in client.get(chosen).content.decode()
    names = {
        "place": accounts.VILLAGE, "registration": "rural", "address": "三组 12 号",
        "name-0": "刘桂英", "number-0": people.identity_number(date(1980, 3, 5)),
        "name-1": "刘小禾", "number-1": "",
    }  # fmt: skip
    missing = client.post(reverse("portal_filled"), {**names, "name-1": ""})
    assert missing.status_code == 422
    assert "请填写姓名。" in missing.content.decode()
    made = client.post(reverse("portal_filled"), names)
    application = Application.objects.get()
    assert made["Location"] == reverse("applications_members", args=[application.key])
    assert [one.name for one in shown_members(application, ON)] == ["刘桂英", "刘小禾"]
    found = {one.kind: one.amount_fen for one in items(application, on=ON, known=applications.AT)}
    assert found == {"other": 60_000, "medical": 980_000, "savings": 200_000, "home": None}
    assert client.get(made["Location"]).status_code == 200
    assert client.get(reverse("portal_filled"))["Location"] == reverse("applications_start")


def test_every_screen_has_a_form_and_every_fact_a_label():
    assert set(FORMS) == set(SCREENS)
    laws = laws_at(bundle_for("3204", ON), ON)
    asked = {said_in(node) for root in laws.verdicts.values() for node in root.walk()} - {""}
    nobody_asks = {
        f"traits.{code}"
        for code in ("chose_orphan_allowance", "clergy", "no_civil_capacity", "no_labour_capacity")
    }
    assert asked - nobody_asks <= set(facts())
    assert all(len(str(label)) <= 25 for label in facts().values())
