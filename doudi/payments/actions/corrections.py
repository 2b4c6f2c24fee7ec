"""Months that were entered are never edited: the difference is back-pay or a claim."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection

from doudi.audit.actions import record
from doudi.awards.models import Award, Change
from doudi.awards.states import ChangeState, State
from doudi.common.actors import Actor
from doudi.common.transactions import action
from doudi.payments.models import ClaimMonth, Entitlement, RecoveryClaim
from doudi.payments.queries.corrections import Account, accounts
from doudi.payments.rules.corrections import Difference, as_known, differences, months_of, total
from doudi.payments.states import ClaimState, EntryReason


@action
def correct(*, award: Award, by: Actor, at: datetime) -> int:
    """Compares the months of the ledger with the award as it stands; how many entries are new.

    More: entered as back-pay, paid with the next run. Less, while the money waits: the waiting
    sum is corrected. Less, of what was paid or is on its way: a claim for a person to decide on;
    nothing is deducted. A suspended award is compared when it is resumed.
    """
    one_at_a_time(award.programme)
    award = Award.objects.get(pk=award.pk)
    if award.state == State.SUSPENDED:
        return 0
    new = enter_differences({award.pk}, upto=None, codes=None, known=None, at=at)
    record(by=by, at=at, verb="correct", noun="award", key=str(award.pk), new=new)
    return new


def enter_differences(
    award_ids: Collection[int],
    *,
    upto: date | None,
    codes: tuple[str, ...] | None,
    known: datetime | None,
    at: datetime,
) -> int:
    """Entries and claims for every month up to `upto` (None: the last one entered).

    Months that were entered are compared with what is known now; later ones with what was known
    at the cut-off.
    """
    entries: list[Entitlement] = []
    claims: list[tuple[int, list[Difference]]] = []
    for account in accounts(award_ids).values() if award_ids else ():
        claimed = [
            one
            for month, found in _differing(account, upto, codes, known)
            for one in _taken(account, found, entries, at, now=month == upto)
        ]
        if claimed:
            claims.append((account.award, claimed))
    Entitlement.objects.bulk_create(entries)
    for pk, months in claims:
        _claim(pk, months, at)
    return len(entries)


def _differing(
    account: Account, upto: date | None, codes: tuple[str, ...] | None, known: datetime | None
) -> list[tuple[date, list[Difference]]]:
    entered, last = account.entered, upto or account.entered
    if last is None or account.first is None:
        return []
    early = as_known(account.parts, known) if known else account.parts
    found = []
    for month in months_of(account.first, None, max(last, entered or last)):
        if not account.paid_under(codes, month):
            continue
        parts = account.parts if entered and month <= entered else early
        ended = account.until is not None and month >= account.until
        rows = differences(parts, account.accounted.get(month, {}), month, ended=ended)
        if rows:
            found.append((month, rows))
    return found


def _taken(
    account: Account,
    found: list[Difference],
    entries: list[Entitlement],
    at: datetime,
    *,
    now: bool,
) -> list[Difference]:
    """Adds the entries of a month; returns what can only be claimed."""
    fen, month = total(found), found[0].month
    if fen < 0 and account.waiting[month] + fen < 0:
        return found
    reason = _reason(fen, before=bool(account.accounted.get(month)), now=now)
    entries += [_entry(account, one, reason, at) for one in found]
    return []


def _reason(fen: int, *, before: bool, now: bool) -> str:
    if fen < 0:
        return EntryReason.CORRECTED
    if before:
        return EntryReason.BACK_PAY
    return EntryReason.MONTHLY if now else EntryReason.LATE


def _entry(account: Account, one: Difference, reason: str, at: datetime) -> Entitlement:
    key = (one.component, one.month)
    account.sequences[key] = account.sequences.get(key, -1) + 1
    return Entitlement(
        award_id=account.award,
        component_id=one.component,
        month=one.month,
        sequence=account.sequences[key],
        amount_fen=one.fen,
        reason=reason,
        entered_at=at,
    )


def _claim(award_id: int, months: list[Difference], at: datetime) -> RecoveryClaim:
    change = Change.objects.filter(award_id=award_id, state=ChangeState.APPLIED)
    claim = RecoveryClaim.objects.create(
        award_id=award_id,
        change=change.order_by("-closed_at", "-pk").first(),
        amount_fen=-total(months),
        state=ClaimState.PROPOSED,
        found_at=at,
    )
    ClaimMonth.objects.bulk_create(
        ClaimMonth(claim=claim, component_id=one.component, month=one.month, amount_fen=one.fen)
        for one in months
    )
    return claim


def one_at_a_time(programme: str) -> None:
    """Two at once would both find the same month missing; the second waits and sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"payments.draft:{programme}"]
        )
