"""Entering what is owed: once, by the database, however often it is called."""

from datetime import date, datetime

from django.db import transaction

from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.payments.models import Entitlement
from doudi.payments.queries.ledger import due_in, unentered


@transaction.atomic
def enter(*, month: date, programme: str, codes: tuple[str, ...], by: Actor, at: datetime) -> int:
    """Ledger entries for every award under these places; how many are new.

    Enters `month` and earlier months that were granted after their run. A suspended award gets
    nothing now; what it missed follows when it is resumed.
    """
    rows = [
        Entitlement(
            award_id=component.award_id,
            component=component,
            month=due,
            sequence=0,
            amount_fen=component.amount_fen,
            reason="monthly" if due == month else "late",
            entered_at=at,
        )
        for component in unentered(programme=programme, codes=codes, upto=month)
        for due in due_in(component, month)
    ]
    before = Entitlement.objects.count()
    Entitlement.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    new = Entitlement.objects.count() - before
    record(by=by, at=at, verb="enter", noun="entitlement", key=f"{month:%Y-%m}", new=new)
    return new
