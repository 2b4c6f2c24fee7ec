"""A list confirmed once: every row by the same single action as on its own page.

Each row is its own small transaction, so a refused or crashed row takes no other with it; the same
list sent again does only what was not done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal, refusal_of
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.actions.deciding import decide, propose
from doudi.decisions.actions.opinions import give_opinion
from doudi.decisions.actions.postings import prepare_posting
from doudi.decisions.guards.batches import check_can_run
from doudi.decisions.models import Batch, BatchRow
from doudi.decisions.queries import standing
from doudi.decisions.queries.batches import reachable
from doudi.decisions.states import BatchKind, PostingKind, RowState


@dataclass(frozen=True)
class Wanted:
    """One ticked row: the request, what is chosen for it (where there is a choice), and why."""

    request: int
    choice: str = ""
    reason: str = ""


def run(*, key: UUID, kind: str, rows: Sequence[Wanted], by: Officer, at: datetime) -> Batch:
    """Do all rows; `key` is that of the confirmation page. Rows elsewhere than in the officer's
    places are left out; what became of each other row stands in its state and sentence.
    """
    batch = _open(key=key, kind=kind, rows=rows, by=by, at=at)
    if kind == BatchKind.POSTING:
        _post(batch, by, at)
    else:
        for row in batch.rows.order_by("pk"):
            _do(row=row, act=_ACTS[kind], by=by, at=at)
    return batch


@action
def _open(*, key: UUID, kind: str, rows: Sequence[Wanted], by: Officer, at: datetime) -> Batch:
    known = Batch.objects.filter(key=key).first()
    check_can_run(by, kind, rows, known)
    batch, made = Batch.objects.get_or_create(
        key=key, defaults={"kind": kind, "made_at": at, "made_by_id": by.post_id}
    )
    if made:
        record(by=by, at=at, verb="run", noun="batch", key=batch.key, kind=kind, rows=len(rows))
    wanted = {one.request: one for one in rows}
    BatchRow.objects.bulk_create(
        [
            BatchRow(
                batch=batch,
                request=one,
                choice=wanted[one.pk].choice,
                reason=wanted[one.pk].reason.strip(),
            )
            for one in reachable(by, list(wanted), day_of(at))
        ],
        ignore_conflicts=True,
    )
    return batch


@action
def _do(
    *, row: BatchRow, act: Callable[[Request, BatchRow, Officer, datetime], object],
    by: Officer, at: datetime,
) -> None:  # fmt: skip
    """A refusal undoes the row's own act alone; its sentence stays beside the row."""
    held = BatchRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.state != RowState.WAITING:
        return
    try:
        with transaction.atomic():
            act(held.request, held, by, at)
    except Refusal as refusal:
        held.state, held.sentence = RowState.REFUSED, refusal.sentence[:300]
    else:
        held.state = RowState.DONE
    held.done_at = at
    held.save(update_fields=["state", "sentence", "done_at"])


def _opinion(request: Request, row: BatchRow, by: Officer, at: datetime) -> object:
    newest = standing.newest_assessment(request)
    guards.check_can_give_opinion(by, request, newest, day_of(at))
    if newest is None:  # the guard has refused; this tells the type checker
        raise AssertionError
    return give_opinion(
        request=request, assessment=newest, recommendation=row.choice, reason=row.reason,
        by=by, at=at,
    )  # fmt: skip


def _proposal(request: Request, row: BatchRow, by: Officer, at: datetime) -> object:
    return propose(request=request, outcome=row.choice, reason=row.reason, by=by, at=at)


def _decision(request: Request, row: BatchRow, by: Officer, at: datetime) -> object:
    decision = standing.current_decision(request)
    if decision is None:
        raise Refusal("batch.no_proposal", _("这户的拟定已经退回或撤销。"))
    return decide(decision=decision, by=by, at=at)


_ACTS: dict[str, Callable[[Request, BatchRow, Officer, datetime], object]] = {
    BatchKind.OPINION: _opinion,
    BatchKind.PROPOSAL: _proposal,
    BatchKind.DECISION: _decision,
}


def _post(batch: Batch, by: Officer, at: datetime) -> None:
    """One sheet a village: a family that is not ready is named, the others hang together."""
    rows = batch.rows.filter(state=RowState.WAITING).select_related("request__application__place")
    ordered = sorted(rows, key=lambda row: (row.request.application.place_id, row.pk))
    for _place, found in groupby(ordered, key=lambda row: row.request.application.place_id):
        _village(rows=list(found), by=by, at=at)


@action
def _village(*, rows: list[BatchRow], by: Officer, at: datetime) -> None:
    ready = [row for row in rows if not _refused(row, at)]
    if not ready:
        return
    try:
        with transaction.atomic():
            prepare_posting(
                place=ready[0].request.application.place,
                requests=[row.request for row in ready],
                kind=PostingKind.BEFORE,
                by=by,
                at=at,
            )
    except Refusal as refusal:
        _finish(ready, RowState.REFUSED, refusal.sentence, at)
    else:
        _finish(ready, RowState.DONE, "", at)


def _refused(row: BatchRow, at: datetime) -> bool:
    why = refusal_of(guards.check_ready_for_sheet, row.request, PostingKind.BEFORE)
    if why is not None:
        _finish([row], RowState.REFUSED, why.sentence, at)
    return why is not None


def _finish(rows: list[BatchRow], state: str, sentence: str, at: datetime) -> None:
    ids = [row.pk for row in rows]
    BatchRow.objects.filter(pk__in=ids, state=RowState.WAITING).update(
        state=state, sentence=sentence[:300], done_at=at
    )
