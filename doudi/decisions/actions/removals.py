"""A family leaves a sheet: from the web page at once, on the paper by hand."""

from datetime import datetime

from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.decisions import guards
from doudi.decisions.models import LineRemoval, PostingLine
from doudi.journal.actions import note


@action
def take_off(*, request: Request, ground: str, by: Actor, at: datetime) -> int:
    """From every sheet that is not down yet; how many. `ground`: `states.RemovalGround`.

    Such a sheet no longer counts as posted for this family. Doing it again changes nothing.
    """
    lines = PostingLine.objects.select_for_update(of=("self",)).filter(
        request=request, posting__taken_down_at__isnull=True, removal__isnull=True
    )
    post_id = by.post_id if isinstance(by, Officer) else None
    made = [
        LineRemoval.objects.create(line=line, ground=ground, removed_at=at, removed_by_id=post_id)
        for line in lines
    ]
    if made:
        record(
            by=by, at=at, verb="take_off", noun="request", key=request.pk, ground=str(ground),
            lines=len(made),
        )  # fmt: skip
    for one in made:
        note(noun="posting", key=one.line.posting_id, verb="changed", at=at)
    return len(made)


@action
def strike(*, removal: LineRemoval, by: Officer, at: datetime) -> LineRemoval:
    """划去: somebody stood before the board and struck the family out on the paper."""
    held = LineRemoval.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    guards.check_can_strike(by, held, day_of(at))
    held.struck_at, held.struck_by_id = at, by.post_id
    held.save(update_fields=["struck_at", "struck_by"])
    record(by=by, at=at, verb="strike", noun="posting", key=held.line.posting_id, line=held.line_id)
    return held
