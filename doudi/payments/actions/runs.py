"""The month's run: drafted by one, approved by another, sent to the bank, settled by its answer."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import office_of, place_codes
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.journal.actions import note
from doudi.payments import guards
from doudi.payments.actions.entitlements import enter
from doudi.payments.models import Entitlement, Line, LineItem, Run
from doudi.payments.queries import unsettled
from doudi.payments.states import LineState, RunState
from doudi.people.queries import payee_account


@transaction.atomic
def draft(*, month: date, programme: str, place: Place, by: Officer, at: datetime) -> Run:
    """Enters the month's ledger and drafts one line per award with everything still owed.

    An award without a payee account gets a line set aside, so that it is seen. Raises Refusal
    when another draft waits for approval or nothing is owed.
    """
    guards.check_can_draft(by, programme=programme, place=place.code, on=day_of(at))
    waiting = Run.objects.filter(programme=programme, place=place, state=RunState.DRAFT).first()
    if waiting:
        raise Refusal("run.waiting", _("已有一批待审批，请先审批或作废那一批。"))
    codes = _codes(by, place, day_of(at))
    enter(month=month, programme=programme, codes=codes, by=by, at=at)
    owed = _owed(programme, codes, month)
    if not owed:
        raise Refusal("run.nothing", _("这个月没有需要发放的金额，所有人都已列入之前的批次。"))
    run = Run.objects.create(
        number=_number(place, programme, month),
        month=month,
        programme=programme,
        office=office_of(by),
        place=place,
        state=RunState.DRAFT,
        drafted_at=at,
        drafted_by_id=by.post_id,
        drafted_user_id=by.user_id,
    )
    for number, entries in enumerate(owed.values(), start=1):
        _write_line(run, number, entries)
    record(by=by, at=at, verb="draft", noun="run", key=str(run.pk), lines=len(owed))
    return run


def _codes(by: Officer, place: Place, on: date) -> tuple[str, ...]:
    """The run's place, within what the officer's post reaches."""
    reach = place_codes(by, on)
    return (place.code,) if any(place.code.startswith(code) for code in reach) else reach


def _owed(programme: str, codes: tuple[str, ...], month: date) -> dict[int, list[Entitlement]]:
    by_award: dict[int, list[Entitlement]] = defaultdict(list)
    for entry in unsettled(programme=programme, codes=codes, upto=month):
        by_award[entry.award_id].append(entry)
    return {key: rows for key, rows in by_award.items() if sum(r.amount_fen for r in rows) > 0}


def _write_line(run: Run, number: int, entries: list[Entitlement]) -> None:
    award = entries[0].award
    account = payee_account(award.household)
    line = Line.objects.create(
        run=run,
        award=award,
        account=account,
        reference=f"{run.number}-{number:05d}",
        amount_fen=sum(entry.amount_fen for entry in entries),
        state=LineState.READY if account else LineState.SET_ASIDE,
    )
    LineItem.objects.bulk_create(LineItem(line=line, entitlement=entry) for entry in entries)


def _number(place: Place, programme: str, month: date) -> str:
    stem = f"FF{place.code[:6]}{month:%Y%m}{programme.upper()}"
    count = Run.objects.filter(number__startswith=stem).count()
    return f"{stem}{count + 1:02d}"


@transaction.atomic
def approve(*, run: Run, by: Officer, at: datetime) -> Run:
    """Another person than the drafter, who changed none of its accounts."""
    run = Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)
    guards.check_can_approve(by, run, day_of(at))
    run.state = RunState.APPROVED
    run.approved_at, run.approved_by_id, run.approved_user_id = at, by.post_id, by.user_id
    run.save(update_fields=["state", "approved_at", "approved_by", "approved_user"])
    record(by=by, at=at, verb="approve", noun="run", key=str(run.pk))
    return run


@transaction.atomic
def cancel(*, run: Run, reason: str, by: Officer, at: datetime) -> Run:
    """A draft is taken back; what it carried waits for the next one."""
    run = Run.objects.select_for_update(of=("self",)).select_related("place").get(pk=run.pk)
    guards.check_can_draft(by, programme=run.programme, place=run.place.code, on=day_of(at))
    guards.check_move(run, "cancel")
    LineItem.objects.filter(line__run=run).update(open=False)
    run.state = RunState.CANCELLED
    run.save(update_fields=["state"])
    record(by=by, at=at, verb="cancel", noun="run", key=str(run.pk), reason=reason)
    note(noun="run", key=str(run.pk), verb="cancelled", at=at)
    return run
