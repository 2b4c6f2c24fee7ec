from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.payments import guards
from doudi.payments.queries import runs_for
from doudi.payments.queries.findings import set_aside_for
from doudi.payments.queries.may_ask import asking_for
from doudi.payments.queries.raises import ready_for, to_draft
from doudi.payments.queries.recovery import claims_for
from doudi.payments.states import ClaimState, RunState
from doudi.people.queries.payees import unconfirmed_for
from doudi.ui.nav import NavItem, tally

_MINE = {
    Duty.FINANCE_DRAFTER: (RunState.APPROVED, RunState.MADE, RunState.SENT),
    Duty.FINANCE_APPROVER: (RunState.DRAFT,),
}


def trays(by: Officer, on: date) -> list[NavItem]:
    """Runs, lines set aside, claims and accounts that wait for this post."""
    found = _runs(by, on)
    if by.duty in guards.PAYERS:
        aside = tally(set_aside_for(by, on))
        found.append(NavItem(_("暂存待办"), reverse("payments_aside"), aside, bool(aside)))
    if by.duty in (*guards.PAYERS, *guards.CLAIM_PROPOSERS):
        open_claims = tally(claims_for(by, on).filter(state=ClaimState.PROPOSED))
        found.append(NavItem(_("多发待处理"), reverse("payments_claims"), open_claims))
    if by.duty in guards.ACCOUNT_DUTIES:
        waiting = tally(unconfirmed_for(by, on))
        found.append(NavItem(_("账户待核对"), reverse("payments_accounts"), waiting))
    if by.duty in guards.BOOK_READERS:
        found.append(NavItem(_("存折代管台账"), reverse("payments_books"), None))
    return [*found, *_raises(by, on)]


def _raises(by: Officer, on: date) -> list[NavItem]:
    """Standards to list, lists to approve, families to help."""
    if by.duty in guards.ASK_HELPERS:
        helped = tally(asking_for(by, on))
        return [NavItem(_("帮助申请"), reverse("payments_may_ask"), helped)] if helped else []
    if by.duty not in guards.RAISE_READERS:
        return []
    waiting = None
    if by.duty in guards.RAISERS:
        waiting = len(to_draft(by, on))
    elif by.duty in guards.RAISE_APPROVERS:
        waiting = tally(ready_for(by, on))
    return [NavItem(_("提标补发"), reverse("payments_raises"), waiting, bool(waiting))]


def _runs(by: Officer, on: date) -> list[NavItem]:
    states = _MINE.get(by.duty)  # type: ignore[call-overload]
    if states is None and by.duty != Duty.AUDITOR:
        return []
    waiting = tally(runs_for(by, on).filter(state__in=states)) if states else None
    if by.duty == Duty.FINANCE_DRAFTER:  # each month's run is begun there, with nothing waiting
        waiting = waiting or None
    return [NavItem(_("资金发放"), reverse("payments_list"), waiting, bool(waiting))]
