"""The month's run of the demo: drafted, approved by another, sent, answered by a made-up bank."""

import csv
import io
from datetime import date

from demo.staff import Staff
from doudi.accounts.queries import place_by_code
from doudi.common.clock import beijing
from doudi.common.money import yuan
from doudi.common.months import month_of
from doudi.payments.actions import bank, runs
from doudi.payments.models import Run


def pay(staff: Staff, today: date) -> Run:
    """This month's run, on the first day of the month, settled two days later."""
    month = month_of(today)
    place = place_by_code("430902", today)
    by = staff.drafter
    run = runs.draft(month=month, programme="dibao", place=place, by=by, at=beijing(month, 9))
    run = runs.approve(run=run, by=staff.approver, at=beijing(month, 11))
    run = bank.make_file(run=run, by=by, at=beijing(month, 13))
    run = bank.send(run=run, by=by, at=beijing(month, 14))
    answer = answer_of(run, beijing(month).date())
    return bank.settle(run=run, content=answer, by=by, at=beijing(month.replace(day=3), 9))


def answer_of(run: Run, on: date, failed: tuple[str, ...] = ()) -> bytes:
    """What a bank sends back: every line paid, but for the references in `failed`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("业务参考号", "金额（元）", "处理结果", "失败原因", "入账日期"))
    for line in run.lines.filter(state="in_transit").order_by("pk"):
        bad = line.reference in failed
        result, reason = ("失败", "账户异常") if bad else ("成功", "")
        amount = yuan(line.amount_fen).replace(",", "")
        writer.writerow((line.reference, amount, result, reason, on.isoformat()))
    return text.getvalue().encode("gb18030")
