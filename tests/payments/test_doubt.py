"""Between the file and the word that the bank has it: never paid twice, whatever the answer."""

from datetime import date

import pytest
from django.db import transaction

from doudi.common.refusals import Forbidden, Refusal
from doudi.payments import queries
from doudi.payments.actions import bank, runs
from doudi.payments.models import ReturnFault, Run
from doudi.payments.states import LineState, RunState
from tests.factories import payments

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award():
    return payments.bare_award(50_000)


class Killed(RuntimeError):
    """The machine stopped here."""


def killed_after(act, **given) -> None:
    """What the act wrote is lost with its transaction."""
    with transaction.atomic():
        act(**given)
        raise Killed


def made(desk) -> Run:
    """The file is made and kept; the machine stops before the note that the bank has it."""
    run = bank.make_file(run=payments.approved(desk), by=desk.drafter, at=payments.SENT)
    with pytest.raises(Killed):
        killed_after(bank.send, run=run, by=desk.drafter, at=payments.SENT)
    run.refresh_from_db()
    assert run.state == RunState.MADE
    return run


def test_the_file_has_a_number_and_a_hash(desk, award):
    run = made(desk)
    one = queries.bank_file(run, "csv")
    assert one.number == f"{run.number}-F01"
    assert len(one.sha256) == 64
    assert run.lines.get().state == LineState.IN_DOUBT


def test_a_stop_while_the_file_is_made_leaves_an_approved_run(desk, award):
    run = payments.approved(desk)
    with pytest.raises(Killed):
        killed_after(bank.make_file, run=run, by=desk.drafter, at=payments.SENT)
    run.refresh_from_db()
    assert (run.state, run.bank_files.count()) == (RunState.APPROVED, 0)
    assert run.lines.get().state == LineState.READY


def test_a_line_in_doubt_is_in_no_other_run(desk, award):
    made(desk)
    following = payments.drafted(desk, NOVEMBER)
    assert following.lines.get().amount_fen == 50_000
    assert queries.award_balance(award, payments.MONTH).in_transit == 50_000


def test_the_bank_had_it_says_the_return_file(desk, award):
    run = made(desk)
    run = payments.settled(desk, run, payments.answer([payments.row(run.lines.get())]))
    assert run.state == RunState.SETTLED
    assert queries.award_balance(award, payments.MONTH).paid == 50_000
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.drafted(desk)


def test_the_bank_had_it_says_a_person(desk, award):
    run = bank.send(run=made(desk), by=desk.drafter, at=payments.SETTLED)
    assert run.sent_by_id == desk.drafter.post_id
    assert run.lines.get().state == LineState.IN_TRANSIT


def test_the_bank_never_had_it_says_another_person(desk, award):
    run = made(desk)
    with pytest.raises(Forbidden):
        bank.take_back(run=run, reason="没送到", by=desk.drafter, at=payments.SETTLED)
    run = bank.take_back(run=run, reason="银行没有收到", by=desk.approver, at=payments.SETTLED)
    assert run.state == RunState.CANCELLED
    again = payments.sent(desk)
    assert again.lines.get().amount_fen == 50_000
    with pytest.raises(Refusal, match="不能这样办理"):
        payments.settled(desk, run, payments.answer([payments.row(run.lines.get())]))
    payments.settled(desk, again, payments.answer([payments.row(again.lines.get())]))
    assert queries.award_balance(award, payments.MONTH).paid == 50_000


def test_good_rows_are_taken_and_the_others_kept(desk, award):
    payments.bare_award(40_000, name="王秀兰")
    run = payments.sent(desk)
    first, second = run.lines.order_by("pk")
    rows = [
        payments.row(first),
        ["FF-none", "1.00", "成功", "", ""],
        [second.reference, "", "好", "", ""],
    ]
    content = payments.answer(rows)
    with pytest.raises(Refusal, match="第 3 行：业务参考号不在"):
        payments.settled(desk, run, content)
    run = bank.settle(run=run, content=content, by=desk.drafter, at=payments.SETTLED, partial=True)
    assert run.state == RunState.SENT
    assert {line.state for line in run.lines.all()} == {LineState.PAID, LineState.IN_TRANSIT}
    assert [one.row for one in queries.return_faults(run)] == [3, 4]
    bank.settle(run=run, content=content, by=desk.drafter, at=payments.SETTLED)
    assert ReturnFault.objects.count() == 2
    bad = payments.answer([["FF-none", "1.00", "成功", "", ""]])
    with pytest.raises(Refusal):
        bank.settle(run=run, content=bad, by=desk.drafter, at=payments.SETTLED, partial=True)


def test_approved_twice_is_refused(desk, award):
    run = payments.approved(desk)
    with pytest.raises(Refusal):
        runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
