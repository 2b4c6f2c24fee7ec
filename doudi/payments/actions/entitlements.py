"""Entering what is owed: once, by the database, however often it is called."""

from datetime import date, datetime

from doudi.audit.actions import record
from doudi.awards.models import Component
from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.payments.actions.corrections import enter_differences, one_at_a_time
from doudi.payments.models import Entitlement
from doudi.payments.queries.ledger import (
    due_in,
    entered_from,
    known_later,
    unentered,
    with_more_places,
)
from doudi.payments.states import EntryReason


@action
def enter(
    *,
    month: date,
    programme: str,
    codes: tuple[str, ...],
    by: Actor,
    at: datetime,
    known: datetime | None = None,
) -> int:
    """Ledger entries for every award that these places pay; how many are new.

    Enters `month` and earlier months that were granted after their run; what became known at
    the cut-off `known` or later follows in the next run. A suspended award gets nothing now; what
    it missed follows when it is resumed. The number of queries does not grow with the awards.
    """
    one_at_a_time(programme)
    due = {
        component: months
        for component in unentered(programme=programme, codes=codes, upto=month, known=known)
        if (months := due_in(component, month))
    }
    slow = _to_compare(due, month, programme, codes, known)
    rows = [_monthly(component, month, at) for component in due if component.award_id not in slow]
    Entitlement.objects.bulk_create(rows)
    new = len(rows) + enter_differences(slow, upto=month, codes=codes, known=known, at=at)
    record(by=by, at=at, verb="enter", noun="entitlement", key=f"{month:%Y-%m}", new=new)
    return new


def _to_compare(
    due: dict[Component, list[date]],
    month: date,
    programme: str,
    codes: tuple[str, ...],
    known: datetime | None,
) -> set[int]:
    """Awards that lack more than this month alone, or have some of it: these are compared."""
    owing = {component.award_id for component in due}
    slow = {component.award_id for component, months in due.items() if months != [month]}
    slow |= owing & entered_from(month, programme=programme, codes=codes)
    slow |= with_more_places(programme=programme, codes=codes)
    if known:
        slow |= known_later(programme=programme, codes=codes, known=known)
    return slow


def _monthly(component: Component, month: date, at: datetime) -> Entitlement:
    return Entitlement(
        award_id=component.award_id,
        component=component,
        month=month,
        sequence=0,
        amount_fen=component.amount_fen,
        reason=EntryReason.MONTHLY,
        entered_at=at,
    )
