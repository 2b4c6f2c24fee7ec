"""A line that the bank never answers: a second named person asks, and says what happened."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.payments import queries
from doudi.payments.actions import bank
from doudi.payments.states import LineState, RunState
from tests.factories import accounts, kin, payments

pytestmark = pytest.mark.django_db
LATER = beijing(date(2026, 11, 2), 9)
PAID_ON = date(2026, 10, 9)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def line(desk):
    award = payments.bare_award(50_000)
    return payments.sent(desk).lines.get(award=award)


def say(line, by, *, paid=True, on=PAID_ON, at=LATER):
    return bank.answer_silent(line=line, paid=paid, on=on, reason="银行柜面回单", by=by, at=at)


def test_the_bank_has_its_time_first(desk, line):
    with pytest.raises(Refusal) as no:
        say(line, desk.approver, at=payments.SETTLED)
    assert no.value.code == "line.bank_has_time"


@pytest.mark.parametrize(("paid", "state"), [(True, LineState.PAID), (False, LineState.RETURNED)])
def test_a_second_person_says_what_happened(desk, line, paid, state):
    with pytest.raises(Forbidden):
        say(line, desk.drafter)
    line = say(line, desk.approver, paid=paid)
    assert (line.state, line.bank_on) == (state, PAID_ON)
    line.run.refresh_from_db()
    assert line.run.state == RunState.SETTLED
    balance = queries.award_balance(line.award, payments.MONTH)
    assert (balance.paid, balance.waiting) == ((50_000, 0) if paid else (0, 50_000))
    with pytest.raises(Refusal, match="没有在等银行"):
        say(line, desk.approver)


def test_not_on_a_day_before_the_file_and_not_for_relatives(desk, line):
    with pytest.raises(Refusal) as no:
        say(line, desk.approver, on=date(2026, 10, 1))
    assert no.value.code == "line.day"
    kin.filed(desk.approver, payments.SENT, line.award.holder)
    with pytest.raises(Forbidden):
        say(line, desk.approver)


def test_by_the_page(client: Client, desk, line, monkeypatch):
    monkeypatch.setattr("doudi.common.clock.now", lambda: LATER)
    monkeypatch.setattr("doudi.common.clock.today", lambda: LATER.date())
    accounts.sign_in(client, desk.approver)
    page = client.get(reverse("payments_run", args=[line.run.key])).content.decode()
    url = reverse("payments_silent", args=[line.run.key, line.pk])
    assert url in page
    client.post(url, {"paid": "paid", "on": "2026-10-09", "reason": "银行柜面回单"})
    line.refresh_from_db()
    assert line.state == LineState.PAID
