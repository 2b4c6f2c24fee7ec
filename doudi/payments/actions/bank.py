"""To the bank and back: the file that is sent, the answer that settles."""

import hashlib
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.payments import guards
from doudi.payments.actions.findings import look, set_aside_fresh
from doudi.payments.actions.recovery import close_repaid
from doudi.payments.actions.telling import tell, tell_set_aside
from doudi.payments.models import BankFile, Line, LineItem, ReturnFault, Run
from doudi.payments.queries.runs import out_rows
from doudi.payments.rules.bank_files import (
    BackRow,
    BadFile,
    Fault,
    as_csv,
    as_xlsx,
    read_return,
    shortened,
)
from doudi.payments.states import LineState, RunState


@action
def make_file(*, run: Run, by: Officer, at: datetime) -> Run:
    """Makes the numbered CSV and XLSX for the bank; lines without a current account stay behind.

    From here until somebody notes that the bank has the file, its lines are in doubt: no other
    run carries them.
    """
    run = _locked(run)
    guards.check_can_make_file(by, run, day_of(at))
    look(run=run, by=by, at=at)
    set_aside_fresh(run=run, by=by, at=at)
    lines = list(
        run.lines.filter(state=LineState.READY).select_related("run", "account").order_by("pk")
    )
    if not lines:
        raise Refusal(
            "run.no_accounts",
            _("这一批没有一户有可用的收款账户。请先补充账户，再作废这一批、重新编制。"),
        )
    rows = out_rows(lines)
    number = f"{run.number}-F{run.bank_files.filter(kind='csv').count() + 1:02d}"
    _keep(run, "csv", as_csv(rows), by, at, number)
    _keep(run, "xlsx", as_xlsx(rows, made_at=at), by, at, number)
    run.lines.filter(state=LineState.READY).update(state=LineState.IN_DOUBT)
    run.state, run.made_at = RunState.MADE, at
    run.save(update_fields=["state", "made_at"])
    record(by=by, at=at, verb="make_file", noun="run", key=str(run.pk), lines=len(lines))
    tell_set_aside(run=run, by=by, at=at)
    return run


@action
def send(*, run: Run, by: Officer, at: datetime) -> Run:
    """A named person notes that the bank has the file."""
    run = _locked(run)
    guards.check_can_send(by, run, day_of(at))
    _handed(run, by, at)
    record(by=by, at=at, verb="send", noun="run", key=str(run.pk))
    return run


def _handed(run: Run, by: Officer, at: datetime) -> None:
    run.lines.filter(state=LineState.IN_DOUBT).update(state=LineState.IN_TRANSIT)
    run.state, run.sent_at, run.sent_by_id = RunState.SENT, at, by.post_id
    run.save(update_fields=["state", "sent_at", "sent_by"])
    note(noun="run", key=str(run.pk), verb="sent", at=at)


@action
def take_back(*, run: Run, reason: str, by: Officer, at: datetime) -> Run:
    """The bank never got the file, says another person than who made it, with the reason; its
    money follows in the next run."""
    run = _locked(run)
    guards.check_can_take_back(by, run, day_of(at))
    LineItem.objects.filter(line__run=run, line__state=LineState.IN_DOUBT).update(open=False)
    run.lines.filter(state=LineState.IN_DOUBT).update(state=LineState.CANCELLED)
    run.state = RunState.CANCELLED
    run.save(update_fields=["state"])
    record(by=by, at=at, verb="take_back", noun="run", key=str(run.pk), reason=reason)
    note(noun="run", key=str(run.pk), verb="cancelled", at=at)
    return run


@action
def settle(*, run: Run, content: bytes, by: Officer, at: datetime, partial: bool = False) -> Run:
    """Reads the bank's answer. The same file again changes nothing.

    Raises Refusal naming the rows that cannot be used; with `partial` the good rows are taken,
    and the others are kept with their faults. An answer to a file in doubt says that the bank has
    it. The run is settled once every line has an answer; until then more files may follow. Each
    family is told of its line.
    """
    run = _locked(run)
    guards.check_handles(by, run, day_of(at))
    digest = hashlib.sha256(content).hexdigest()
    if run.bank_files.filter(kind="return", sha256=digest).exists():
        return run
    guards.check_can_settle(by, run, day_of(at))
    pairs, faults = _matched(run, content, day_of(at))
    if not pairs or (faults and not partial):
        raise Refusal("return.unmatched", shortened([one.why for one in faults]), field="file")
    if run.state == RunState.MADE:
        _handed(run, by, at)
    lines = _answer(pairs, day_of(at))
    _keep_return(run, content, faults, by, at)
    _settled_when_answered(run, at)
    record(by=by, at=at, verb="settle", noun="run", key=str(run.pk), lines=len(lines))
    close_repaid(run=run, by=by, at=at)
    for line in lines:
        tell(line=line, by=by, at=at)
    return run


@action
def answer_silent(
    *, line: Line, paid: bool, on: date, reason: str, by: Officer, at: datetime
) -> Line:
    """The bank gave no answer to this line within `payment.bank_silent_workdays`: a second named
    person, who asked the bank, says what happened and how he knows. What came back follows in the
    next run. Raises Refusal before that day, for the two who drafted or sent it, and for a day
    before the file or to come."""
    run = _locked(line.run)
    line = _lines_of(run).get(pk=line.pk)
    guards.check_can_answer_silent(by, line, day_of(at))
    if not day_of(run.sent_at or at) <= on <= day_of(at):
        raise Refusal("line.day", _("日期不能早于送银行的日期，也不能晚于今天。"), field="on")
    row = BackRow(0, line.reference, paid, "" if paid else reason[:120], line.amount_fen, on)
    _answer([(row, line)], day_of(at))
    _settled_when_answered(run, at)
    record(
        by=by, at=at, verb="answer_silent", noun="line", key=str(line.pk), reason=reason, paid=paid
    )
    close_repaid(run=run, by=by, at=at)
    tell(line=line, by=by, at=at)
    return line


def _settled_when_answered(run: Run, at: datetime) -> None:
    if not run.lines.filter(state=LineState.IN_TRANSIT).exists():
        run.state, run.settled_at = RunState.SETTLED, at
        run.save(update_fields=["state", "settled_at"])
        note(noun="run", key=str(run.pk), verb="settled", at=at)


def _locked(run: Run) -> Run:
    return Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)


def _matched(
    run: Run, content: bytes, today: date
) -> tuple[list[tuple[BackRow, Line]], list[Fault]]:
    try:
        rows, faults = read_return(content)
    except BadFile as fault:
        raise Refusal("return.unreadable", shortened(fault.lines), field="file") from fault
    lines = {line.reference: line for line in _lines_of(run)}
    pairs = []
    for row in rows:
        why = _why_not(row, lines.get(row.reference), run, today)
        if why:
            faults.append(Fault(row.row, why))
        else:
            pairs.append((row, lines[row.reference]))
    return pairs, sorted(faults, key=lambda one: one.row)


def _keep_return(run: Run, content: bytes, faults: list[Fault], by: Officer, at: datetime) -> None:
    file = _keep(run, "return", content, by, at, "")
    ReturnFault.objects.bulk_create(
        ReturnFault(bank_file=file, row=one.row, why=one.why[:200]) for one in faults
    )


def _lines_of(run: Run) -> QuerySet[Line]:
    return run.lines.select_related("run", "award__decision__request__application__started_by")


def _why_not(row: BackRow, line: Line | None, run: Run, today: date) -> str:
    """Why this row cannot be used, or ""."""
    where = {"row": row.row}
    if line is None:
        return _("第 %(row)d 行：业务参考号不在这一批中。") % where
    if line.state in {LineState.PAID, LineState.RETURNED}:
        return _("第 %(row)d 行：这一笔已经有结果，不能再改。") % where
    if line.state not in {LineState.IN_TRANSIT, LineState.IN_DOUBT}:
        return _("第 %(row)d 行：这一笔没有送银行，不应有结果。") % where
    if row.amount_fen not in (None, line.amount_fen):
        return _("第 %(row)d 行：金额与送出的不一致。") % where
    if row.on and run.made_at and not day_of(run.made_at) <= row.on <= today:
        return _("第 %(row)d 行：入账日期早于送银行的日期，或者晚于今天。") % where
    return ""


def _answer(pairs: list[tuple[BackRow, Line]], today: date) -> list[Line]:
    for row, line in pairs:
        line.state = LineState.PAID if row.paid else LineState.RETURNED
        line.bank_on = row.on or today
        line.return_reason = "" if row.paid else row.reason
    lines = [line for _row, line in pairs]
    Line.objects.bulk_update(lines, ["state", "bank_on", "return_reason"], batch_size=500)
    # what came back waits for the next run; nothing is paid twice
    returned = [line.pk for line in lines if line.state == LineState.RETURNED]
    LineItem.objects.filter(line_id__in=returned).update(open=False)
    return lines


def _keep(run: Run, kind: str, content: bytes, by: Officer, at: datetime, number: str) -> BankFile:
    media = "xlsx" if content[:2] == b"PK" else "csv"
    file = store(
        content=content,
        kind=media,
        owner_noun="run",
        owner_key=str(run.pk),
        sensitivity="sensitive",
        by=by,
        at=at,
    )
    return BankFile.objects.create(
        run=run,
        number=number,
        kind=kind,
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        made_by_id=by.post_id,
    )
