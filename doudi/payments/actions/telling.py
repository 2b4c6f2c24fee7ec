"""Word to the family about its money."""

from datetime import datetime

from django.db import transaction

from doudi.common.actors import Actor
from doudi.decisions.actions.telling import tell as tell_family
from doudi.payments.models import Line
from doudi.payments.rules.messages import ARRIVED, RETURNED
from doudi.payments.states import LineState


@transaction.atomic
def tell(*, line: Line, by: Actor, at: datetime) -> None:
    """One message about an answered line, however often it is called."""
    request = line.award.decision.request
    if request is None:
        return
    tell_family(
        request=request,
        template=ARRIVED if line.state == LineState.PAID else RETURNED,
        once=line.pk,
        by=by,
        at=at,
        month=f"{line.run.month:%Y 年 %-m 月}",
    )
