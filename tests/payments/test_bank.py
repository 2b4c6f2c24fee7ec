"""The bank's answer: all of it or nothing, every fault a sentence with its row."""

import io
import re
from datetime import date

import pytest
import xlsxwriter

from doudi.awards.models import Award
from doudi.common.refusals import Forbidden, Refusal
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging.models import Message
from doudi.payments import queries
from doudi.payments.actions import bank
from doudi.payments.models import Run
from doudi.payments.states import LineState, RunState
from tests.factories import accounts, awards, payments

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def desk() -> payments.Desk:
    return payments.Desk()


@pytest.fixture
def award() -> Award:
    return payments.payable(awards.granted()[1])


@pytest.fixture
def run(desk, award) -> Run:
    """Two families' lines at the bank."""
    payments.payable(awards.more_like(award))
    return payments.sent(desk)


def rows_of(run: Run) -> list[list[str]]:
    return [payments.row(line) for line in run.lines.order_by("pk")]


def xlsx(rows: list[list[object]], columns=payments.COLUMNS) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet()
    for number, cells in enumerate([list(columns), *rows]):
        sheet.write_row(number, 0, cells)
    book.close()
    return memory.getvalue()


def refused(desk, run, content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        payments.settled(desk, run, content)
    assert caught.value.field == "file"
    assert not run.bank_files.filter(kind="return").exists()
    assert {line.state for line in run.lines.all()} == {LineState.IN_TRANSIT}
    return caught.value.sentence


def test_all_paid_is_settled(desk, run):
    run = payments.settled(desk, run, payments.answer(rows_of(run)))
    assert run.state == RunState.SETTLED
    assert run.settled_at == payments.SETTLED
    assert {line.state for line in run.lines.all()} == {LineState.PAID}
    assert {line.bank_on for line in run.lines.all()} == {date(2026, 10, 9)}
    assert JournalEntry.objects.filter(noun="run", verb="settled").count() == 1


def test_the_same_in_a_workbook_with_numbers_and_dates(desk, run):
    rows = [
        [line.reference, line.amount_fen / 100, "成功", "", "2026/10/9"]
        for line in run.lines.order_by("pk")
    ]
    run = payments.settled(desk, run, xlsx(rows))
    assert run.state == RunState.SETTLED
    assert run.bank_files.get(kind="return").file.kind == "xlsx"


def test_utf_8_is_read_too(desk, run):
    content = payments.answer(rows_of(run)).decode("gb18030").encode("utf-8-sig")
    assert payments.settled(desk, run, content).state == RunState.SETTLED


def test_the_same_file_again_changes_nothing(desk, run):
    content = payments.answer(rows_of(run))
    payments.settled(desk, run, content)
    before = Message.objects.count(), JournalEntry.objects.count()
    again = payments.settled(desk, run, content)
    assert again.state == RunState.SETTLED
    assert (Message.objects.count(), JournalEntry.objects.count()) == before
    assert run.bank_files.filter(kind="return").count() == 1


def test_partly_answered_stays_sent(desk, run):
    first, second = rows_of(run)
    run = payments.settled(desk, run, payments.answer([first]))
    assert run.state == RunState.SENT
    with pytest.raises(Refusal, match="第 2 行：这一笔已经有结果"):
        payments.settled(desk, run, payments.answer([first, second]))
    run = payments.settled(desk, run, payments.answer([second]))
    assert run.state == RunState.SETTLED


def test_returned_money_goes_into_the_next_run_and_is_paid_once(desk, award):
    run = payments.sent(desk)
    line = run.lines.get()
    run = payments.settled(desk, run, payments.answer([payments.row(line, "失败", "户名不符")]))
    assert run.state == RunState.SETTLED
    line.refresh_from_db()
    assert (line.state, line.return_reason) == (LineState.RETURNED, "户名不符")
    again = payments.sent(desk, NOVEMBER)
    both = again.lines.get()
    assert both.amount_fen == 2 * line.amount_fen
    payments.settled(desk, again, payments.answer([payments.row(both)]))
    for month in (payments.MONTH, NOVEMBER):
        balance = queries.award_balance(award, month)
        assert balance.conserved
        assert balance.paid == balance.entitled == line.amount_fen
    with pytest.raises(Refusal, match="没有需要发放"):
        payments.drafted(desk, NOVEMBER)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows + [["FF-none", "1.00", "成功", "", ""]], "第 4 行：业务参考号不在"),
        (lambda rows: [[rows[0][0], "1.00", "成功", "", ""]], "第 2 行：金额与送出的不一致"),
        (lambda rows: rows + [rows[0]], "第 4 行：业务参考号 .* 重复出现"),
        (lambda rows: [[rows[0][0], "", "好", "", ""]], "第 2 行：处理结果“好”看不懂"),
        (lambda rows: [["", "", "成功", "", ""]], "第 2 行：没有业务参考号"),
        (lambda rows: [[rows[0][0], "1²", "成功", "", ""]], "第 2 行：金额“1²”看不懂"),
        (lambda rows: [[rows[0][0], "-5", "成功", "", ""]], "第 2 行：金额“-5”看不懂"),
        (lambda rows: [[rows[0][0], "9" * 5000, "成功", "", ""]], "第 2 行：金额“9+”看不懂"),
        (lambda rows: [[rows[0][0], "1.005", "成功", "", ""]], "第 2 行：金额“1.005”看不懂"),
        (lambda rows: [[rows[0][0], "", "成功", "", "10月9日"]], "第 2 行：入账日期“10月9日”"),
        (lambda rows: [[rows[0][0], "", "成功", "", "2026-02-30"]], "第 2 行：入账日期"),
        (lambda rows: [[rows[0][0], "", "成功", "", "2026-10-07"]], "第 2 行：入账日期早于"),
        (lambda rows: [[rows[0][0], "", "成功", "", "2026-10-11"]], "第 2 行：入账日期早于"),
        (lambda rows: [], "没有明细"),
        (lambda rows: [[], ["", ""]], "没有明细"),
        (lambda rows: [["x"]], "第 2 行：处理结果“”看不懂"),
    ],
)
def test_a_row_that_cannot_be_used(desk, run, change, sentence):
    assert re.search(sentence, refused(desk, run, payments.answer(change(rows_of(run)))))
    try:
        book = xlsx(change(rows_of(run)))
    except ValueError:
        return
    assert re.search(sentence, refused(desk, run, book))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "是空的"),
        (b"\n\n  \n", "是空的"),
        ("参考号,结果\nA,成功\n".encode(), "第 1 行缺少列：业务参考号、处理结果"),
        (b"PK\x03\x04 broken", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 XLS"),
        (b"\xff\xfe\x00\x00\xff", "第 1 行有无法识别的文字"),
        (b"x" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
        (b'"' + b"x" * 200_000, "打不开"),
    ],
)
def test_a_file_that_cannot_be_read(desk, run, content, sentence):
    assert sentence in refused(desk, run, content)


def test_a_far_cell_does_not_fill_the_machine(desk, run):
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, payments.COLUMNS)
    sheet.write_string(1_048_575, 16_383, "x")
    book.close()
    assert "超过" in refused(desk, run, memory.getvalue())


def test_many_faults_are_shortened(desk, run):
    content = payments.answer([[f"X{n}", "", "成功", "", ""] for n in range(500)])
    lines = refused(desk, run, content).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "另外还有 480 处。"


def test_a_line_that_was_not_sent_has_no_answer(desk, award):
    awards.more_like(award)
    run = payments.sent(desk)
    aside = run.lines.get(state=LineState.SET_ASIDE)
    with pytest.raises(Refusal, match="没有送银行"):
        payments.settled(desk, run, payments.answer([payments.row(aside)]))


def test_only_the_drafting_post_there_settles(desk, run):
    content = payments.answer(rows_of(run))
    for who in (desk.approver, accounts.officer("finance_drafter", accounts.CHANGZHOU_VILLAGE)):
        with pytest.raises(Forbidden):
            bank.settle(run=run, content=content, by=who, at=payments.SETTLED)


def test_the_family_is_told_once_per_line(desk, award):
    run = payments.sent(desk)
    payments.settled(desk, run, payments.answer([payments.row(run.lines.get(), "失败", "账号错")]))
    told = Message.objects.get(template="payments.returned", address_kind="user")
    assert told.values == {"programme": "最低生活保障", "month": "2026 年 10 月"}
    again = payments.sent(desk, NOVEMBER)
    payments.settled(desk, again, payments.answer([payments.row(again.lines.get())]))
    assert Message.objects.filter(template="payments.arrived").count() == 2  # inbox, phone
    assert Message.objects.filter(template="payments.returned").count() == 2
