"""Entering what is owed for a month: once, by the database, however often it is called."""

from datetime import date, datetime

from django.db import transaction

from doudi.audit.actions import record
from doudi.awards.queries import active_in
from doudi.common.actors import Actor
from doudi.payments.models import Entitlement


@transaction.atomic
def enter(*, month: date, programme: str, codes: tuple[str, ...], by: Actor, at: datetime) -> int:
    """Ledger entries of the month for every active award under these places; how many are new."""
    rows = [
        Entitlement(
            award=award,
            component=component,
            month=month,
            sequence=0,
            amount_fen=component.amount_fen,
            reason="monthly",
            entered_at=at,
        )
        for award in active_in(month, programme=programme, codes=codes)
        for component in award.components.all()
        if component.amount_fen > 0
    ]
    before = Entitlement.objects.filter(month=month).count()
    Entitlement.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    new = Entitlement.objects.filter(month=month).count() - before
    record(by=by, at=at, verb="enter", noun="entitlement", key=f"{month:%Y-%m}", new=new)
    return new
