"""A month's run: drafted, approved by another, sent, taken back."""

import csv
import io
from datetime import date, timedelta

import pytest
import python_calamine

from doudi.accounts.models import User
from doudi.audit.models import Entry
from doudi.awards.states import State
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.files.queries import open_file
from doudi.payments import queries
from doudi.payments.actions import bank, runs
from doudi.payments.actions.entitlements import enter
from doudi.payments.guards import check_can_read
from doudi.payments.models import Entitlement
from doudi.payments.states import LineState, RunState
from doudi.people.actions import payees
from doudi.people.queries import account_number
from tests.factories import accounts, awards, payments, people

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award():
    return payments.payable(awards.granted()[1])


def enter_month(desk, month=payments.MONTH) -> int:
    return enter(
        month=month, programme="dibao", codes=(desk.place.code,), by=desk.drafter,
        at=payments.DRAFTED,
    )  # fmt: skip


def test_a_month_is_entered_once(desk, award):
    parts = award.components.count()
    assert enter_month(desk) == parts
    assert enter_month(desk) == 0
    assert Entitlement.objects.count() == parts


def test_a_month_before_the_first_is_owed_nothing(desk, award):
    assert enter_month(desk, date(2026, 9, 1)) == 0


def test_a_month_granted_after_its_run_follows_in_the_next(desk, award):
    enter_month(desk)
    late = awards.more_like(award)
    assert enter_month(desk, NOVEMBER) == award.components.count() + 2
    months = late.ledger.order_by("month").values_list("month", "reason")
    assert list(months) == [(payments.MONTH, "late"), (NOVEMBER, "monthly")]
    assert enter_month(desk, payments.MONTH) == 0


def test_a_component_that_ended_is_owed_to_its_end(desk, award):
    other = awards.more_like(award)
    other.components.update(valid_until=NOVEMBER)
    other.valid_until, other.state = NOVEMBER, State.ENDED
    other.save()
    enter_month(desk, date(2026, 12, 1))
    assert list(other.ledger.values_list("month", flat=True)) == [payments.MONTH]
    assert enter_month(desk, date(2027, 1, 1)) == award.components.count()


def test_a_suspended_award_is_owed_when_it_is_resumed(desk, award):
    award.state = State.SUSPENDED
    award.save()
    assert enter_month(desk) == 0
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.drafted(desk)
    award.state = State.ACTIVE
    award.save()
    assert enter_month(desk, NOVEMBER) == 2 * award.components.count()


def test_a_returned_month_of_a_suspended_award_waits(desk, award):
    run = payments.sent(desk)
    payments.settled(desk, run, payments.answer([payments.row(run.lines.get(), "失败", "账号错")]))
    award.state = State.SUSPENDED
    award.save()
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.drafted(desk, NOVEMBER)


def test_a_draft_has_a_line_for_each_award(desk, award):
    poor = awards.more_like(award)
    run = payments.drafted(desk)
    assert run.state == RunState.DRAFT
    lines = {line.award_id: line for line in queries.line_rows(run)}
    assert lines[award.pk].state == LineState.READY
    assert lines[award.pk].amount_fen == award.decision.amount_fen
    assert lines[poor.pk].state == LineState.SET_ASIDE
    assert lines[poor.pk].account is None
    view = queries.run_view(run)
    assert (view.lines, view.set_aside) == (2, 1)
    assert Entry.objects.filter(noun="run", verb="draft").count() == 1


def test_one_live_draft_for_a_place(desk, award):
    payments.drafted(desk)
    with pytest.raises(Refusal, match="已有一批待审批"):
        payments.drafted(desk)


def test_nothing_owed_is_no_run(desk, award):
    payments.approved(desk)
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.drafted(desk)


def test_a_draft_reaches_one_month_ahead(desk, award):
    payments.drafted(desk, NOVEMBER)
    with pytest.raises(Refusal, match="下个月"):
        payments.drafted(desk, date(2026, 12, 1))


def test_another_may_not_draft(desk, award):
    for who in (
        desk.approver,
        accounts.officer("county_leader"),
        accounts.officer("finance_drafter", accounts.CHANGZHOU_VILLAGE),
    ):
        with pytest.raises(Forbidden):
            runs.draft(
                month=payments.MONTH, programme="dibao", place=desk.place, by=who,
                at=payments.DRAFTED,
            )  # fmt: skip


def test_drafter_is_not_approver(desk, award):
    run = payments.drafted(desk)
    with pytest.raises(Forbidden):
        runs.approve(run=run, by=desk.drafter, at=payments.APPROVED)
    same = accounts.officer("finance_approver", holder=User.objects.get(pk=desk.drafter.user_id))
    with pytest.raises(Refusal, match="另一个人"):
        runs.approve(run=run, by=same, at=payments.APPROVED)
    assert runs.approve(run=run, by=desk.approver, at=payments.APPROVED).state == RunState.APPROVED


def test_who_changed_an_account_does_not_approve_its_run(desk, award):
    payees.set_account(
        household=award.household, holder=award.holder, bank="农业银行",
        number="6228480000000000000", by=desk.approver, at=payments.DRAFTED,
    )  # fmt: skip
    run = payments.drafted(desk)
    with pytest.raises(Refusal, match="收款账户"):
        runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    another = accounts.officer("finance_approver")
    assert runs.approve(run=run, by=another, at=payments.APPROVED).approved_user_id


def test_a_cancelled_run_gives_its_money_back(desk, award):
    run = runs.cancel(run=payments.drafted(desk), reason="账户要核对", by=desk.drafter,
                      at=payments.DRAFTED)  # fmt: skip
    assert run.state == RunState.CANCELLED
    assert run.lines.get().state == LineState.CANCELLED
    assert queries.award_balance(award, payments.MONTH).waiting == award.decision.amount_fen
    again = payments.approved(desk)
    runs.cancel(run=again, reason="重编", by=desk.drafter, at=payments.APPROVED)
    sent = payments.sent(desk)
    assert sent.number.endswith("03")
    with pytest.raises(Refusal, match="不能这样办理"):
        runs.cancel(run=sent, reason="晚了", by=desk.drafter, at=payments.SENT)


def test_each_step_only_in_its_state(desk, award):
    run = payments.drafted(desk)
    for step in (bank.make_file, bank.send):
        with pytest.raises(Refusal, match="待审批"):
            step(run=run, by=desk.drafter, at=payments.SENT)
    with pytest.raises(Refusal, match="待审批"):
        payments.settled(desk, run, payments.answer([payments.row(run.lines.get())]))
    run = runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    with pytest.raises(Refusal, match="已审批"):
        runs.approve(run=run, by=desk.approver, at=payments.APPROVED)
    with pytest.raises(Refusal, match="已审批"):
        bank.send(run=run, by=desk.drafter, at=payments.SENT)
    bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    bank.send(run=run, by=desk.drafter, at=payments.SENT)
    with pytest.raises(Refusal, match="已送银行"):
        bank.send(run=run, by=desk.drafter, at=payments.SENT)


def test_the_bank_file_in_both_formats(desk, award):
    run = payments.sent(desk)
    line = run.lines.get()
    assert line.state == LineState.IN_TRANSIT
    amount = f"{line.amount_fen / 100:.2f}"
    wanted = [
        "1", line.reference, "刘桂英", "6217001234567890123", "湖南农商银行", amount,
        "2026年10月救助金",
    ]  # fmt: skip
    sheet = open_file(queries.bank_file(run, "csv").file).decode("gb18030")
    assert list(csv.reader(io.StringIO(sheet)))[1] == wanted
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(open_file(queries.bank_file(run, "xlsx").file))
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == wanted  # every cell is text: no account number is rounded
    assert queries.bank_file(run, "csv").file.sensitivity == "sensitive"


def test_an_account_superseded_since_is_set_aside(desk, award):
    payments.payable(awards.more_like(award))
    run = payments.approved(desk)
    payees.set_account(
        household=award.household, holder=award.holder, bank="邮政储蓄银行",
        number="6210980000000000001", by=people.SETUP, at=payments.APPROVED,
    )  # fmt: skip
    run = bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    assert run.lines.get(award=award).state == LineState.SET_ASIDE
    text = open_file(queries.bank_file(run, "csv").file).decode("gb18030")
    assert "刘桂英" not in text
    assert queries.award_balance(award, payments.MONTH).set_aside > 0
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.drafted(desk)  # nobody has confirmed the new account
    payments.confirmed(award)
    again = payments.drafted(desk)
    line = again.lines.get()
    assert line.award == award
    assert account_number(line.account) == "6210980000000000001"


def test_a_run_without_any_account_is_not_sent_and_can_be_taken_back(desk):
    awards.granted()
    run = payments.approved(desk)
    with pytest.raises(Refusal, match="没有一户"):
        bank.make_file(run=run, by=desk.drafter, at=payments.SENT)
    run.refresh_from_db()
    assert run.state == RunState.APPROVED
    runs.cancel(run=run, reason="补充账户", by=desk.drafter, at=payments.SENT)


def test_who_reads_a_run(desk, award):
    run = payments.drafted(desk)
    day = payments.DRAFTED.date()
    for duty in ("finance_drafter", "finance_approver", "auditor"):
        check_can_read(accounts.officer(duty), run, day)
        with pytest.raises(Forbidden):
            check_can_read(accounts.officer(duty, accounts.CHANGZHOU_VILLAGE), run, day)
    with pytest.raises(Forbidden):
        check_can_read(accounts.officer("county_leader"), run, day)


def test_a_post_that_ended_pays_nothing(award):
    ended = accounts.officer("finance_drafter", valid_until=payments.DRAFTED.date())
    desk = payments.Desk(drafter=ended)
    with pytest.raises(Forbidden):
        payments.drafted(desk)
    runs.draft(
        month=payments.MONTH, programme="dibao", place=desk.place, by=ended,
        at=beijing(payments.DRAFTED.date() - timedelta(days=1)),
    )  # fmt: skip
