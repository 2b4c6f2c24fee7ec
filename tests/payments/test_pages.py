"""The desk's pages of a run: for whom, with what, and after which mistakes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from doudi.audit.models import Entry
from doudi.common import clock
from doudi.payments import queries
from doudi.payments.models import Run
from doudi.payments.states import RunState
from doudi.payments.trays import trays
from tests.factories import accounts, awards, payments

pytestmark = pytest.mark.django_db
KEYS = [f"{n}1111111-1111-4111-8111-111111111111" for n in range(10)]


@pytest.fixture(autouse=True)
def _day(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: payments.SETTLED)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award():
    return payments.payable(awards.granted()[1])


def post(client: Client, url: str, key: str = "", **data):
    return client.post(url, {"_key": key or KEYS[0], **data})


def file_of(content: bytes, name: str = "huipan.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_from_draft_to_settled_by_its_buttons(client: Client, desk, award):
    accounts.sign_in(client, desk.drafter)
    assert "还没有发放批次" in client.get("/desk/payments/").content.decode()
    made = post(client, "/desk/payments/draft/", month="2026-10-01", place=accounts.DISTRICT)
    run = Run.objects.get()
    assert made.status_code == 302
    url = f"/desk/payments/{run.key}/"
    page = client.get(url).content.decode()
    assert "刘*英" in page
    assert "6217001234567890123" not in page
    assert "等待另一个人审批" in page
    assert "审批通过" not in page

    accounts.sign_in(client, desk.approver)
    assert "审批通过" in client.get(url).content.decode()
    assert post(client, url + "approve/", KEYS[2]).status_code == 302

    accounts.sign_in(client, desk.drafter)
    assert post(client, url + "make/", KEYS[3]).status_code == 302
    assert queries.bank_file(run, "csv").sha256 in client.get(url).content.decode()
    assert post(client, url + "send/", KEYS[9]).status_code == 302
    for kind in ("csv", "xlsx"):
        got = client.get(f"{url}file/{kind}/")
        assert got.status_code == 200
        assert got["Content-Disposition"] == f'attachment; filename="{run.number}.{kind}"'
        assert "no-store" in got["Cache-Control"]
    assert Entry.objects.filter(verb="download", noun="run").count() == 2
    assert client.get(f"{url}file/return/").status_code == 404

    content = payments.answer([payments.row(run.lines.get(), on="")])
    done = post(client, url + "settle/", KEYS[4], file=file_of(content))
    assert done.status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.SETTLED
    assert "每一笔都有了结果" in client.get(url).content.decode()


def test_a_wrong_file_is_answered_with_its_rows(client: Client, desk, award):
    run = payments.sent(desk)
    accounts.sign_in(client, desk.drafter)
    url = f"/desk/payments/{run.key}/settle/"
    bad = post(client, url, file=file_of("业务参考号,处理结果\nX<b>,成功\n,成功".encode()))
    page = bad.content.decode()
    assert bad.status_code == 422
    assert "第 3 行：没有业务参考号" in page
    none = post(client, url, KEYS[5])
    assert none.status_code == 422
    empty = post(client, url, KEYS[6], file=file_of(b""))
    assert "回盘文件是空的" in empty.content.decode()


def test_a_large_file_is_answered(client: Client, desk, award):
    run = payments.sent(desk)
    accounts.sign_in(client, desk.drafter)
    content = b"x" * (20 * 1024 * 1024 + 1)
    large = post(client, f"/desk/payments/{run.key}/settle/", file=file_of(content))
    assert large.status_code in {413, 422}
    assert "20 MB" in large.content.decode()


def test_cancel_asks_for_a_reason(client: Client, desk, award):
    run = payments.drafted(desk)
    accounts.sign_in(client, desk.drafter)
    url = f"/desk/payments/{run.key}/cancel/"
    assert post(client, url).status_code == 422
    key = KEYS[7]
    assert post(client, url, key, reason="账户要核对").status_code == 302
    assert "已作废" in client.get(f"/desk/payments/{run.key}/").content.decode()


def test_a_second_draft_is_answered_beside_the_form(client: Client, desk, award):
    payments.drafted(desk)
    accounts.sign_in(client, desk.drafter)
    again = post(client, "/desk/payments/draft/", month="2026-10-01", place=accounts.DISTRICT)
    assert again.status_code == 422
    assert "已有一批待审批" in again.content.decode()
    wrong = post(
        client, "/desk/payments/draft/", KEYS[8],
        month="2026-10-02", place="110000",
    )  # fmt: skip
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("duty", "seen", "drafts"),
    [
        ("finance_drafter", 200, 422),
        ("finance_approver", 200, 403),
        ("auditor", 200, 403),
        ("county_leader", 403, 403),
        ("village_intake", 403, 403),
    ],
)
def test_who_opens_what(client: Client, desk, award, duty, seen, drafts):
    run = payments.drafted(desk)
    accounts.sign_in(client, accounts.officer(duty))
    assert client.get("/desk/payments/").status_code == seen
    assert client.get(f"/desk/payments/{run.key}/").status_code == seen
    assert post(client, "/desk/payments/draft/").status_code == drafts


def test_another_district_sees_no_run(client: Client, desk, award):
    run = payments.sent(desk)
    for duty in ("finance_drafter", "finance_approver", "auditor"):
        accounts.sign_in(client, accounts.officer(duty, accounts.CHANGZHOU_VILLAGE))
        assert run.number not in client.get("/desk/payments/").content.decode()
        assert client.get(f"/desk/payments/{run.key}/").status_code == 403
    accounts.sign_in(client, accounts.officer("finance_drafter", accounts.CHANGZHOU_VILLAGE))
    assert client.get(f"/desk/payments/{run.key}/file/csv/").status_code == 403
    assert client.get("/desk/payments/00000000-0000-4000-8000-000000000000/").status_code == 404


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_run_asks_as_often_for_one_line_as_for_many(client: Client, desk, award):
    first = payments.approved(desk)
    for _ in range(20):
        payments.payable(awards.more_like(award))
    many = payments.approved(desk)
    accounts.sign_in(client, desk.drafter)
    client.get("/desk/payments/")
    urls = [f"/desk/payments/{run.key}/" for run in (first, many)]
    assert count_queries(client, urls[0]) == count_queries(client, urls[1])


def test_trays_count_what_waits(desk, award):
    day = date(2026, 10, 10)
    payments.drafted(desk)
    assert trays(desk.approver, day)[0].count == 1
    assert trays(desk.drafter, day)[0].count is None  # a place to begin, and nothing waits
    assert trays(accounts.officer("auditor"), day)[0].count is None
    assert [item.count for item in trays(accounts.officer("county_leader"), day)] == [None, 0]
    assert trays(accounts.officer("hotline"), day) == []
