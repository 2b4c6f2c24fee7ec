"""To the bank and back: the file that is sent, the answer that settles."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.payments import guards
from doudi.payments.actions.telling import tell
from doudi.payments.models import BankFile, Line, LineItem, Run
from doudi.payments.queries.runs import out_rows
from doudi.payments.rules.bank_files import (
    BackRow,
    BadFile,
    as_csv,
    as_xlsx,
    read_return,
    shortened,
)
from doudi.payments.states import LineState, RunState


@transaction.atomic
def send(*, run: Run, by: Officer, at: datetime) -> Run:
    """Makes the CSV and XLSX for the bank; lines without a current account stay behind."""
    run = Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)
    guards.check_can_send(by, run, day_of(at))
    _set_aside_changed(run)
    lines = list(
        run.lines.filter(state=LineState.READY).select_related("run", "account").order_by("pk")
    )
    if not lines:
        raise Refusal(
            "run.no_accounts",
            _("这一批没有一户有可用的收款账户。请先补充账户，再作废这一批、重新编制。"),
        )
    rows = out_rows(lines)
    _keep(run, "csv", as_csv(rows), by, at)
    _keep(run, "xlsx", as_xlsx(rows, made_at=at), by, at)
    run.lines.filter(state=LineState.READY).update(state=LineState.IN_TRANSIT)
    LineItem.objects.filter(line__run=run, line__state=LineState.SET_ASIDE).update(open=False)
    run.state, run.sent_at = RunState.SENT, at
    run.save(update_fields=["state", "sent_at"])
    record(by=by, at=at, verb="send", noun="run", key=str(run.pk), lines=len(lines))
    note(noun="run", key=str(run.pk), verb="sent", at=at)
    return run


def _set_aside_changed(run: Run) -> None:
    """An account that was superseded since the draft is not paid to: the line waits."""
    run.lines.filter(state=LineState.READY, account__superseded_at__isnull=False).update(
        state=LineState.SET_ASIDE
    )


@transaction.atomic
def settle(*, run: Run, content: bytes, by: Officer, at: datetime) -> Run:
    """Reads the bank's answer: all of it or nothing. The same file again changes nothing.

    Raises Refusal naming the rows that cannot be used. The run is settled once every line has
    an answer; until then more files may follow. Each family is told of its line.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)
    guards.check_handles(by, run, day_of(at))
    digest = hashlib.sha256(content).hexdigest()
    if run.bank_files.filter(kind="return", sha256=digest).exists():
        return run
    guards.check_can_settle(by, run, day_of(at))
    lines = _answer(_matched(run, content, day_of(at)), day_of(at))
    _keep(run, "return", content, by, at)
    if not run.lines.filter(state=LineState.IN_TRANSIT).exists():
        run.state, run.settled_at = RunState.SETTLED, at
        run.save(update_fields=["state", "settled_at"])
        note(noun="run", key=str(run.pk), verb="settled", at=at)
    record(by=by, at=at, verb="settle", noun="run", key=str(run.pk), lines=len(lines))
    for line in lines:
        tell(line=line, by=by, at=at)
    return run


def _matched(run: Run, content: bytes, today: date) -> list[tuple[BackRow, Line]]:
    try:
        rows = read_return(content)
    except BadFile as fault:
        raise Refusal("return.unreadable", shortened(fault.lines), field="file") from fault
    lines = {line.reference: line for line in _lines_of(run)}
    faults = [why for row in rows if (why := _why_not(row, lines.get(row.reference), run, today))]
    if faults:
        raise Refusal("return.unmatched", shortened(faults), field="file")
    return [(row, lines[row.reference]) for row in rows]


def _lines_of(run: Run) -> list[Line]:
    return list(
        run.lines.select_related("run", "award__decision__request__application__started_by")
    )


def _why_not(row: BackRow, line: Line | None, run: Run, today: date) -> str:
    """Why this row cannot be used, or ""."""
    where = {"row": row.row}
    if line is None:
        return _("第 %(row)d 行：业务参考号不在这一批中。") % where
    if line.state in {LineState.PAID, LineState.RETURNED}:
        return _("第 %(row)d 行：这一笔已经有结果，不能再改。") % where
    if line.state != LineState.IN_TRANSIT:
        return _("第 %(row)d 行：这一笔没有送银行，不应有结果。") % where
    if row.amount_fen not in (None, line.amount_fen):
        return _("第 %(row)d 行：金额与送出的不一致。") % where
    if row.on and run.sent_at and not day_of(run.sent_at) <= row.on <= today:
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


def _keep(run: Run, kind: str, content: bytes, by: Officer, at: datetime) -> BankFile:
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
        kind=kind,
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        made_by_id=by.post_id,
    )
