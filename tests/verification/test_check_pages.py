from datetime import date

import pytest

from doudi.common import clock
from doudi.facts.models import Fact
from doudi.verification import actions
from doudi.verification.models import Answer, Check
from tests.factories import accounts, verification
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def home(now):
    return verification.family(at=now)


@pytest.fixture
def check(home, now):
    return verification.check(home, now)


@pytest.fixture
def by(home, client):
    return sign_in(client, verification.verifier(home))


def test_the_tray_shows_what_is_open(client, by, check) -> None:
    page = client.get("/desk/verification/").content.decode()
    assert "刘桂英" in page
    assert "3 人" in page
    assert "尚未发函" in page
    assert "没有这类核对" in client.get("/desk/verification/?state=reported").content.decode()


def test_one_check_from_letters_to_report(client, by, check, home, now) -> None:
    base = f"/desk/verification/{check.pk}/"
    assert client.post(f"{base}start/").status_code == 302
    page = client.get(base).content.decode()
    assert page.count("已发函") == 16
    assert "未知" in page
    wife = home.memberships.get(relation="self").person_id
    data = {"state": "answered", "as_of": now.date().isoformat(), f"balance-{wife}": "1,234.56"}
    assert client.post(f"{base}sources/bank/", data).status_code == 302
    fact = Fact.objects.get(person_id=wife, attribute="asset.financial")
    assert fact.value["amount_fen"] == 123456
    assert "1,234.56 元" in client.get(base).content.decode()
    assert "1234.56" in client.get(f"{base}sources/bank/").content.decode()
    assert client.post(f"{base}report/").status_code == 302
    pdf = client.get(f"{base}report.pdf")
    assert "no-store" in pdf["Cache-Control"]
    assert pdf.content.startswith(b"%PDF-")


def test_faults_stand_beside_the_field_and_keep_what_was_typed(client, by, check) -> None:
    url = f"/desk/verification/{check.pk}/sources/bank/"
    wrong = client.post(url, {"state": "answered", "as_of": "", "note": "已电话联系"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "请填写数据截至日期" in page
    assert "已电话联系" in page
    assert not Answer.objects.exists()


def test_an_early_report_is_refused_with_a_sentence(client, by, check) -> None:
    page = client.post(f"/desk/verification/{check.pk}/report/")
    assert page.status_code == 409
    assert "还没有向任何来源发函" in page.content.decode()


def test_who_may_open_a_check(client, check) -> None:
    url = f"/desk/verification/{check.pk}/"
    for duty, place, status in (
        ("town_leader", accounts.VILLAGE, 200),
        ("town_leader", "430902102201", 404),
        ("village_intake", accounts.VILLAGE, 403),
    ):
        sign_in(client, accounts.officer(duty, place))
        assert client.get(url).status_code == status


def test_a_town_asks_from_the_household(client, home) -> None:
    sign_in(client, accounts.officer("town_acceptor"))
    url = f"/desk/verification/household/{home.key}/dibao/"
    assert client.post(url).status_code == 302
    assert Check.objects.get().purpose == "dibao"


def test_the_list_costs_the_same_for_many(client, by, django_assert_max_num_queries, now) -> None:
    for _ in range(3):
        verification.check(verification.family(at=now), now)
    with django_assert_max_num_queries(30):
        client.get("/desk/verification/")


def test_correcting_shows_what_stood(client, by, check, home, now) -> None:
    for state in ("not_answered", "no_record"):
        actions.record_answer(
            check=check, source="tax", state=state, as_of=date(2026, 9, 1), by=by, at=now
        )
    assert "更正前的记录" in client.get(f"/desk/verification/{check.pk}/").content.decode()
