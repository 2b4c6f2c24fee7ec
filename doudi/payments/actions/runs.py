"""The month's run: drafted by one, approved by another, or taken back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import office_of, place_codes
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.months import add_months, month_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.payments import guards
from doudi.payments.actions.corrections import one_at_a_time
from doudi.payments.actions.entitlements import enter
from doudi.payments.actions.findings import leave_kin, look, release
from doudi.payments.actions.recovery import keep_back
from doudi.payments.actions.telling import tell_set_aside
from doudi.payments.models import Entitlement, Line, LineItem, Run
from doudi.payments.queries.findings import unanswered
from doudi.payments.queries.ledger import accounts_of, cut_off, unsettled
from doudi.payments.states import LineState, RunState
from doudi.people.models import PayeeAccount


@action
def draft(*, month: date, programme: str, place: Place, by: Officer, at: datetime) -> Run:
    """Enters the ledger up to `month` and drafts one line per award with all that is still owed.

    What became known after the cut-off of the month follows in the next run. The lines are
    compared: one without an account that may be paid to is set aside, so that it is seen. Raises
    Refusal when another draft waits, nothing is owed, or the month is too far ahead.
    """
    guards.check_can_draft(by, programme=programme, place=place.code, on=day_of(at))
    _check_month(month, day_of(at))
    one_at_a_time(programme)
    if Run.objects.filter(programme=programme, place=place, state=RunState.DRAFT).exists():
        raise Refusal("run.waiting", _("已有一批待审批，请先审批或作废那一批。"))
    codes = _codes(by, place, day_of(at))
    known = cut_off(place.code, month)
    release(programme=programme, codes=codes, by=by, at=at)
    enter(month=month, programme=programme, codes=codes, by=by, at=at, known=known)
    keep_back(programme=programme, codes=codes, month=month, by=by, at=at)
    rows = unsettled(programme=programme, codes=codes, upto=month, known=known, at=at)
    owed = _owed(rows)
    if not owed:
        raise Refusal("run.nothing", _("这个月没有需要发放的金额，所有人都已列入之前的批次。"))
    run = Run.objects.create(
        number=_number(place, programme, month),
        month=month,
        programme=programme,
        office=office_of(by),
        place=place,
        state=RunState.DRAFT,
        cut_off_at=known,
        drafted_at=at,
        drafted_by_id=by.post_id,
        drafted_user_id=by.user_id,
    )
    _write_lines(run, owed)
    look(run=run, by=by, at=at)
    record(by=by, at=at, verb="draft", noun="run", key=str(run.pk), lines=len(owed))
    return run


def _check_month(month: date, today: date) -> None:
    if month > add_months(month_of(today), 1):
        raise Refusal("run.too_early", _("最早只能编制到下个月，请重新选择月份。"), field="month")


def _codes(by: Officer, place: Place, on: date) -> tuple[str, ...]:
    """The run's place, within what the officer's post reaches."""
    reach = place_codes(by, on)
    return (place.code,) if any(place.code.startswith(code) for code in reach) else reach


def _owed(entries: Iterable[Entitlement]) -> list[list[Entitlement]]:
    by_award: dict[int, list[Entitlement]] = defaultdict(list)
    for entry in entries:
        by_award[entry.award_id].append(entry)
    return [rows for rows in by_award.values() if sum(row.amount_fen for row in rows) > 0]


def _write_lines(run: Run, owed: list[list[Entitlement]]) -> None:
    accounts = accounts_of(entries[0].award.household_id for entries in owed)
    lines = Line.objects.bulk_create(
        (
            _line(run, number, entries, accounts.get(entries[0].award.household_id))
            for number, entries in enumerate(owed, start=1)
        )
    )
    LineItem.objects.bulk_create(
        (
            LineItem(line=line, entitlement=entry)
            for line, entries in zip(lines, owed, strict=True)
            for entry in entries
        )
    )


def _line(run: Run, number: int, entries: list[Entitlement], account: PayeeAccount | None) -> Line:
    return Line(
        run=run,
        award=entries[0].award,
        account=account,
        reference=f"{run.number}-{number:05d}",
        amount_fen=sum(entry.amount_fen for entry in entries),
        state=LineState.READY if account else LineState.SET_ASIDE,
    )


def _number(place: Place, programme: str, month: date) -> str:
    stem = f"FF{place.code[:6]}{month:%Y%m}{programme.upper()}"
    count = Run.objects.filter(number__startswith=stem).count()
    return f"{stem}{count + 1:02d}"


@action
def approve(*, run: Run, by: Officer, at: datetime) -> Run:
    """Another person than the drafter, who changed or confirmed none of its accounts.

    Raises Refusal while a finding has no answer. The lines are compared once more: where that
    finds something new, the run comes back as a draft still. Lines of the approver's own kin stay
    behind for another approver. Families whose line is set aside are told.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)
    guards.check_can_approve(by, run, day_of(at))
    if look(run=run, by=by, at=at) and unanswered(run).exists():
        return run
    leave_kin(run=run, by=by, at=at)
    run.state = RunState.APPROVED
    run.approved_at, run.approved_by_id, run.approved_user_id = at, by.post_id, by.user_id
    run.save(update_fields=["state", "approved_at", "approved_by", "approved_user"])
    record(by=by, at=at, verb="approve", noun="run", key=str(run.pk))
    tell_set_aside(run=run, by=by, at=at)
    return run


@action
def cancel(*, run: Run, reason: str, by: Officer, at: datetime) -> Run:
    """A run that did not go to the bank is taken back; what it carried waits for the next one."""
    run = Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)
    guards.check_can_cancel(by, run, day_of(at))
    LineItem.objects.filter(line__run=run).update(open=False)
    run.lines.update(state=LineState.CANCELLED)
    run.state = RunState.CANCELLED
    run.save(update_fields=["state"])
    record(by=by, at=at, verb="cancel", noun="run", key=str(run.pk), reason=reason)
    note(noun="run", key=str(run.pk), verb="cancelled", at=at)
    return run
