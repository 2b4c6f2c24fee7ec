"""A family's account: changed by one, confirmed by another, paid once in the next run."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doudi.common import clock
from doudi.common.refusals import Forbidden, Refusal
from doudi.payments import queries
from doudi.payments.actions import runs
from doudi.payments.trays import trays
from doudi.people.actions import payees
from doudi.people.models import InPersonTask, PayeeAccount
from doudi.people.queries import payee_account
from tests.factories import accounts, payments
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
KEYS = [f"{n}2222222-2222-4222-8222-222222222222" for n in range(10)]


@pytest.fixture(autouse=True)
def _day(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: payments.SETTLED)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award():
    return payments.bare_award(50_000)


def changed(award, by, number: str = "6228480000000000001") -> PayeeAccount:
    return payees.set_account(
        household=award.household, holder=award.holder, bank="农业银行", number=number, by=by,
        at=payments.SETTLED,
    )  # fmt: skip


def test_returned_corrected_confirmed_paid_once(desk, award):
    run = payments.sent(desk)
    failed = payments.answer([payments.row(run.lines.get(), "失败", "账号错")])
    payments.settled(desk, run, failed)
    first, second = accounts.officer("village_intake"), accounts.officer("town_acceptor")
    account = changed(award, first)
    assert account.confirmed_at is None
    assert InPersonTask.objects.filter(template="people.account_changed").count() == 1
    with pytest.raises(Refusal, match="另一个人核对"):
        payees.confirm_account(account=account, by=first, at=payments.SETTLED)
    far = accounts.officer("town_acceptor", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Forbidden):
        payees.confirm_account(account=account, by=far, at=payments.SETTLED)
    payees.confirm_account(account=account, by=second, at=payments.SETTLED)
    assert InPersonTask.objects.filter(template="people.account_confirmed").count() == 1
    with pytest.raises(Refusal, match="已经核对过"):
        payees.confirm_account(account=account, by=second, at=payments.SETTLED)
    assert payments.paid_month(desk, NOVEMBER).lines.get().amount_fen == 100_000
    assert queries.award_balance(award, payments.MONTH).paid == 50_000


def test_who_confirmed_an_account_does_not_approve_its_run(desk, award):
    account = changed(award, accounts.officer("village_intake"))
    PayeeAccount.objects.filter(pk=account.pk).update(
        confirmed_at=payments.SETTLED, confirmed_post_id=desk.approver.post_id
    )
    run = payments.drafted(desk)
    with pytest.raises(Refusal, match="收款账户"):
        runs.approve(run=run, by=desk.approver, at=payments.APPROVED)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.png", png(), content_type="image/png")


def test_the_desk_page_of_an_account(client: Client, award):
    url = f"/desk/payments/household/{award.household.key}/account/"
    first, second = accounts.officer("village_intake"), accounts.officer("town_acceptor")
    accounts.sign_in(client, first)
    form = {"holder": award.holder_id, "bank": "农业银行", "number": "6228480000000000001"}
    assert client.get(url).status_code == 200
    assert client.post(url + "change/", {"_key": KEYS[0], **form, "number": "1"}).status_code == 422
    assert client.post(url + "change/", {"_key": KEYS[1], **form}).status_code == 302
    account = payee_account(award.household)
    assert account.last_four == "0001"
    page = client.get(url).content.decode()
    assert "6228480000000000001" not in page
    assert f"{account.pk}/confirm/" not in page  # it would be refused: another looks at the card
    assert trays(second, payments.SETTLED.date())[0].count == 1
    accounts.sign_in(client, second)
    assert "待核对" in client.get("/desk/payments/accounts/").content.decode()
    assert f"{account.pk}/confirm/" in client.get(url).content.decode()
    assert client.post(f"{url}{account.pk}/confirm/", {"_key": KEYS[2]}).status_code == 302
    agreed = {"reason": "姐姐代领", "agreed_on": "2026-10-09", "paper": photo(), "_key": KEYS[3]}
    assert client.post(f"{url}{account.pk}/agree/", agreed).status_code == 302
    pk = account.agreements.get().pk
    end = f"/desk/payments/household/{award.household.key}/agreement/{pk}/end/"
    assert client.post(end, {"_key": KEYS[4]}).status_code == 302
    page = client.get(url).content.decode()
    assert "已终止" in page
    accounts.sign_in(client, accounts.officer("town_acceptor", accounts.CHANGZHOU_VILLAGE))
    assert client.get(url).status_code == 403


def test_a_kept_bank_book_is_on_the_register(client: Client, award):
    by = accounts.officer("town_acceptor")
    accounts.sign_in(client, by)
    url = f"/desk/payments/household/{award.household.key}/book/"
    kept = {"keeper": by.user_id, "reason": "独居失能", "valid_from": "2026-10-01"}
    done = client.post(url, {**kept, "paper": photo(), "_key": KEYS[5]})
    assert done.status_code == 302
    assert client.post(url, {**kept, "paper": photo(), "_key": KEYS[6]}).status_code == 422
    accounts.sign_in(client, accounts.officer("county_reviewer"))
    assert "独居失能" in client.get("/desk/payments/books/").content.decode()
    accounts.sign_in(client, by)
    book = award.household.bookkeepings.get()
    assert client.post(f"{url}{book.pk}/back/", {"_key": KEYS[7]}).status_code == 302
    book.refresh_from_db()
    assert book.valid_until == date(2026, 10, 10)
