from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.payments.queries import runs_for
from doudi.payments.states import RunState
from doudi.ui.nav import NavItem

_MINE = {
    Duty.FINANCE_DRAFTER: (RunState.APPROVED, RunState.SENT),
    Duty.FINANCE_APPROVER: (RunState.DRAFT,),
}


def trays(by: Officer, on: date) -> list[NavItem]:
    """Runs that wait for this post: to approve, or to send and settle."""
    states = _MINE.get(by.duty)  # type: ignore[call-overload]
    if states is None and by.duty != Duty.AUDITOR:
        return []
    waiting = runs_for(by, on).filter(state__in=states).count() if states else None
    return [NavItem(_("资金发放"), reverse("payments_list"), waiting, bool(waiting))]
