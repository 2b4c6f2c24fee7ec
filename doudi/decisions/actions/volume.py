"""Printing a whole case, and noting what of it exists on paper alone."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from doudi.accounts.queries import office_of
from doudi.applications.models import Request
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.transactions import action
from doudi.decisions.guards.volume import (
    check_can_note_paper,
    check_can_print,
    check_can_strike_paper,
)
from doudi.decisions.models import PaperOnly
from doudi.decisions.queries.volume import volume
from doudi.decisions.rules.volume import Part
from doudi.ui.print import render_pdf

PAGE = Path(__file__).resolve().parent.parent / "print" / "volume.typ"


@action
@in_chinese
def make_volume(
    *, request: Request, purpose: str, by: Officer, at: datetime, more: Sequence[Part] = ()
) -> bytes:
    """一户一档 as PDF, with the officer's name and the moment across each page; kept nowhere."""
    check_can_print(by, request, day_of(at), purpose=purpose)
    made = volume(request, by=by, office=office_of(by).name, at=at, more=more)
    record(
        by=by, at=at, verb="print", noun="application", key=request.application.key,
        reason=purpose.strip(), parts=made.parts,
    )  # fmt: skip
    return render_pdf(PAGE, made.data, at=at, images=made.images)


@action
def note_paper(
    *, request: Request, what: str, kept_where: str, sheets: int, by: Officer, at: datetime
) -> PaperOnly:
    """只有纸质: what it is, how many sheets, and where it is kept."""
    check_can_note_paper(by, request, day_of(at))
    made = PaperOnly.objects.create(
        request=request,
        what=what.strip(),
        kept_where=kept_where.strip(),
        sheets=sheets,
        noted_at=at,
        noted_by_id=by.post_id,
    )
    record(by=by, at=at, verb="note_paper", noun="request", key=request.pk, paper=made.pk)
    return made


@action
def strike_paper(*, paper: PaperOnly, by: Officer, at: datetime) -> PaperOnly:
    """Noted by mistake, or scanned since; the row stays."""
    held = PaperOnly.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    check_can_strike_paper(by, held, day_of(at))
    held.struck_at, held.struck_by_id = at, by.post_id
    held.save(update_fields=["struck_at", "struck_by"])
    record(by=by, at=at, verb="strike_paper", noun="request", key=held.request_id, paper=held.pk)
    return held
