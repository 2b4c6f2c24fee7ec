"""转录: sheets and rows for the province's system, and noting what was entered there."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from doudi.accounts.queries import office_of
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.transactions import action
from doudi.decisions.guards.carry import check_can_carry, check_can_export, check_can_note_entered
from doudi.decisions.models import CarryOver, Decision
from doudi.decisions.queries.carry import carry_of, rows, sheet_data
from doudi.decisions.rules.carry import Stamp, workbook
from doudi.ui.print import render_pdf
from doudi.ui.text import iso_moment

PAGE = Path(__file__).resolve().parent.parent / "print" / "carry.typ"


@action
@in_chinese
def carry_sheet(*, decision: Decision, by: Officer, at: datetime) -> bytes:
    """转录单 of one decision as PDF; kept nowhere."""
    layout = check_can_carry(by, decision, day_of(at))
    data = sheet_data(decision, layout, by=by, office=office_of(by).name, at=at)
    record(
        by=by, at=at, verb="carry", noun="decision", key=decision.pk, reason="转录",
        system=layout.system,
    )  # fmt: skip
    return render_pdf(PAGE, data, at=at)


@action
def export(*, decisions: Sequence[Decision], purpose: str, by: Officer, at: datetime) -> bytes:
    """One workbook with a row per decision, for one system; kept nowhere."""
    layout = check_can_export(by, decisions, day_of(at), purpose=purpose)
    stamp = Stamp(by.name, office_of(by).name, iso_moment(at), purpose.strip())
    content = workbook(layout, rows(decisions, layout), stamp, made_at=at)
    record(
        by=by, at=at, verb="export", noun="carry", key=layout.system, reason=purpose.strip(),
        decisions=[one.pk for one in decisions],
    )  # fmt: skip
    return content


@action
def note_entered(
    *, decision: Decision, number: str, entered_on: date, by: Officer, at: datetime
) -> CarryOver:
    """Entered there under `number` on that day; a second person may put the number right."""
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    layout = check_can_carry(by, held, day_of(at))
    check_can_note_entered(by, held, day_of(at), number=number, entered_on=entered_on)
    before = carry_of(held)
    made, _ = CarryOver.objects.update_or_create(
        decision=held,
        defaults={
            "system": layout.system,
            "number": number.strip(),
            "entered_on": entered_on,
            "noted_at": at,
            "noted_by_id": by.post_id,
        },
    )
    record(
        by=by, at=at, verb="note_entered", noun="decision", key=held.pk,
        corrected=before is not None,
        number_before=before.number if before else None,
        entered_before=before.entered_on if before else None,
    )  # fmt: skip
    return made
