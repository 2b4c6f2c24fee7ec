"""What was paid since something changed that the office learned of too late."""

from datetime import datetime

from doudi.audit.actions import record
from doudi.awards.models import Award, Change
from doudi.awards.queries.changes import overpaid_from
from doudi.awards.states import ChangeState
from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.payments.actions.corrections import one_at_a_time
from doudi.payments.models import ClaimMonth, RecoveryClaim
from doudi.payments.queries.corrections import Account, accounts
from doudi.payments.rules.corrections import Difference, months_of, overpaid, total
from doudi.payments.states import ClaimState


@action
def claim_overpaid(*, award: Award, by: Actor, at: datetime) -> int:
    """A claim for each applied change that lowered the award later than it happened; how many.

    From the month after it happened until less counts. The months stay as they were entered;
    a named officer waives the claim or decides on it after a hearing. Called again: nothing new.
    """
    one_at_a_time(award.programme)
    late = Change.objects.filter(award=award, state=ChangeState.APPLIED)
    made = 0
    for change in late.exclude(claims__known_late=True).select_related("decision", "award"):
        months = _overpaid(change, accounts([award.pk])[award.pk])
        if total(months) < 0:
            _claim(change, months, at)
            made += 1
    if made:
        record(by=by, at=at, verb="claim_overpaid", noun="award", key=str(award.pk), claims=made)
    return made


def _overpaid(change: Change, account: Account) -> list[Difference]:
    first, since = overpaid_from(change), change.counts_from
    if first is None or since is None or account.entered is None:
        return []
    ended = account.until is not None and since >= account.until
    found: list[Difference] = []
    for month in months_of(first, since, account.entered):
        if account.accounted.get(month):
            rows = overpaid(
                account.parts, account.accounted[month], month, since=since, ended=ended
            )
            found += rows if total(rows) < 0 else []
    return found


def _claim(change: Change, months: list[Difference], at: datetime) -> None:
    claim = RecoveryClaim.objects.create(
        award=change.award, change=change, known_late=True, amount_fen=-total(months),
        state=ClaimState.PROPOSED, found_at=at,
    )  # fmt: skip
    ClaimMonth.objects.bulk_create(
        ClaimMonth(claim=claim, component_id=one.component, month=one.month, amount_fen=one.fen)
        for one in months
    )
