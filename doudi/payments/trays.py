from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.payments import guards
from doudi.payments.queries import runs_for
from doudi.payments.queries.findings import set_aside_for
from doudi.payments.queries.recovery import claims_for
from doudi.payments.states import ClaimState, RunState
from doudi.people.queries.payees import unconfirmed_for
from doudi.ui.nav import NavItem

_MINE = {
    Duty.FINANCE_DRAFTER: (RunState.APPROVED, RunState.MADE, RunState.SENT),
    Duty.FINANCE_APPROVER: (RunState.DRAFT,),
}


def trays(by: Officer, on: date) -> list[NavItem]:
    """Runs, lines set aside, claims and accounts that wait for this post."""
    found = _runs(by, on)
    if by.duty in guards.PAYERS:
        aside = set_aside_for(by, on).count()
        found.append(NavItem(_("暂存待办"), reverse("payments_aside"), aside, bool(aside)))
    if by.duty in (*guards.PAYERS, *guards.CLAIM_PROPOSERS):
        open_claims = claims_for(by, on).filter(state=ClaimState.PROPOSED).count()
        found.append(NavItem(_("多发待处理"), reverse("payments_claims"), open_claims))
    if by.duty in guards.ACCOUNT_DUTIES:
        waiting = unconfirmed_for(by, on).count()
        found.append(NavItem(_("账户待核对"), reverse("payments_accounts"), waiting))
    if by.duty in guards.BOOK_READERS:
        found.append(NavItem(_("存折代管台账"), reverse("payments_books"), None))
    return found


def _runs(by: Officer, on: date) -> list[NavItem]:
    states = _MINE.get(by.duty)  # type: ignore[call-overload]
    if states is None and by.duty != Duty.AUDITOR:
        return []
    waiting = runs_for(by, on).filter(state__in=states).count() if states else None
    return [NavItem(_("资金发放"), reverse("payments_list"), waiting, bool(waiting))]
