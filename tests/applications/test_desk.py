"""What the village and the town do at their screens, and the counter."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from doudi.applications.models import Application
from doudi.applications.queries import panel
from doudi.applications.states import State
from doudi.applications.trays import trays
from tests.factories import accounts, applications, people
from tests.factories.pictures import signature

pytestmark = pytest.mark.django_db
ON = applications.AT.date()


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: applications.AT)


def at_desk(duty: str, place: str = accounts.VILLAGE) -> Client:
    client = Client()
    client.who = accounts.sign_in(client, accounts.officer(duty, place))
    return client


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_trays_count_what_waits() -> None:
    applications.submitted()
    applications.taken_in()
    applications.accepted()
    village = trays(accounts.officer("village_intake"), ON)
    town = trays(accounts.officer("town_acceptor"), ON)
    assert [(item.title, item.count) for item in village][0] == ("村级初审", 1)
    assert [(item.title, item.count) for item in town][0] == ("待受理", 1)
    assert trays(accounts.officer("finance_drafter", accounts.DISTRICT), ON) == []


def test_the_village_s_list_and_first_view() -> None:
    made = applications.submitted(signed=False)
    client = at_desk("village_intake")
    page = text(client.get(reverse("applications_village")))
    assert "刘桂英" in page
    assert "还没有签核对授权书" in page
    url = reverse("applications_take_in", args=[made.key])
    assert "陈秀兰" in text(client.get(url))
    page = text(client.post(url, {"view": "doubts", "remark": ""}))
    assert "请写明疑在哪里" in page
    assert "请选择一项" in text(client.post(url, {"view": ""}))
    answer = client.post(url, {"view": "doubts", "remark": "有两处房子"})
    assert answer.url == reverse("applications_village")
    made.refresh_from_db()
    assert made.state == State.TAKEN_IN
    assert "没有待办" in text(client.get(answer.url))


def test_another_village_sees_nothing() -> None:
    made = applications.submitted()
    client = at_desk("village_intake", "430902106206")
    assert "没有待办" in text(client.get(reverse("applications_village")))
    assert client.get(reverse("applications_take_in", args=[made.key])).status_code == 404


def test_the_town_accepts_and_prints_the_receipt() -> None:
    made = applications.taken_in(signed=False)
    client = at_desk("town_acceptor")
    page = text(client.get(reverse("applications_town")))
    assert "刘桂英" in page
    assert "情况属实" in page
    url = reverse("applications_accept", args=[made.key])
    assert "陈秀兰" in text(client.get(url))
    assert client.get(reverse("applications_receipt", args=[made.key])).status_code == 409
    answer = client.post(url)
    assert answer.url == reverse("desk_case", args=[made.key])
    receipt = client.get(reverse("applications_receipt", args=[made.key]))
    assert receipt.content.startswith(b"%PDF")
    assert client.post(url).status_code == 409


def test_the_grey_button_says_why() -> None:
    made = applications.submitted()
    page = text(at_desk("town_acceptor").get(reverse("applications_accept", args=[made.key])))
    assert "村（社区）还在初审期限内" in page
    assert "disabled" in page


def test_lists_need_the_duty() -> None:
    client = at_desk("town_leader", accounts.TOWN)
    for name in ("village", "town", "drafts"):
        assert client.get(reverse(f"applications_{name}")).status_code == 403


def test_the_town_filters_and_pages_with_a_constant_number_of_queries(
    django_assert_max_num_queries,
) -> None:
    client = at_desk("town_acceptor")
    url = reverse("applications_town")
    for _ in range(2):
        applications.taken_in()
    applications.submitted()
    client.get(url)
    with django_assert_max_num_queries(120) as few:
        client.get(url)
    for _ in range(3):
        applications.taken_in()
    with django_assert_max_num_queries(len(few)):
        client.get(url)
    page = text(client.get(url, {"state": "submitted"}))
    assert page.count("data-open") == 1


def test_the_counter_fills_in_and_witnesses() -> None:
    client = at_desk("village_intake")
    applications._offices(accounts.VILLAGE)
    assert client.get("/desk/applications/counter/start/").status_code == 200
    url = f"{reverse('applications_counter_me')}?place={accounts.VILLAGE}"
    page = text(client.get(url))
    key = re.search(r'name="_key" value="([^"]+)"', page)[1]
    data = {
        "place": accounts.VILLAGE, "name": "刘桂英", "registration": "rural", "_key": key,
        "number": people.identity_number(date(1974, 3, 5)),
    }  # fmt: skip
    first = client.post(url, data)
    again = client.post(url, data)  # the same form sent twice
    assert again.headers["Location"] == first.url
    made = Application.objects.get()
    assert made.channel == "counter"
    assert "刘桂英" in text(client.get(reverse("applications_drafts")))
    sign = reverse("applications_counter_sign", args=[made.key, made.applicant_id])
    assert "见证人" in text(client.get(sign))
    assert client.post(sign, {"signature": signature()}).status_code == 302
    for name in ("condition", "members", "member_add", "living", "account", "signing", "look"):
        text(client.get(reverse(f"applications_counter_{name}", args=[made.key])))
    submit = reverse("applications_counter_submit", args=[made.key])
    done = client.post(submit).url
    made.refresh_from_db()
    assert made.state == State.SUBMITTED
    assert made.number in text(client.get(done))
    assert panel(made, on=ON).unsigned == ()


def test_a_counter_begins_in_no_other_city() -> None:
    client = at_desk("village_intake")
    accounts.place(accounts.CHANGZHOU_VILLAGE)
    url = reverse("applications_counter_me")
    data = {
        "place": accounts.CHANGZHOU_VILLAGE, "name": "刘桂英", "registration": "rural",
        "number": people.identity_number(date(1974, 3, 5)),
    }  # fmt: skip
    assert client.post(url, data).status_code == 403
    assert not Application.objects.exists()


def test_the_unit_is_stated_from_what_is_known() -> None:
    made = applications.accepted()
    client = at_desk("town_investigator")
    url = reverse("applications_unit", args=[made.key])
    assert "未成年子女" in text(client.get(url))
    assert client.post(url).url == reverse("desk_case", args=[made.key])
    assert len(panel(made, on=ON).unit) == 3


def test_the_receipt_names_all_missing_things() -> None:
    from doudi.applications.queries import by_key
    from doudi.applications.queries.receipt import receipt_of

    made = applications.accepted(signed=False)
    words = receipt_of(by_key(made.key), on=ON)
    assert words["missing"] == ["刘桂英 签核对授权书", "陈秀兰 签核对授权书"]
    assert words["office"] == "长春镇人民政府"
    assert words["due"] == "2026 年 10 月 30 日"
