"""A run's lines compared before approval: each question one query, however many lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from doudi.awards.models import Award, Beneficiary
from doudi.awards.states import State
from doudi.payments.models import Line, LineItem, Run
from doudi.payments.states import CANNOT_PAY, FindingKind
from doudi.people.models import AccountAgreement, Membership, PayeeAccount, PersonName
from doudi.policies.rules.exclusions import excluding


@dataclass(frozen=True)
class Finding:
    """Something about a line; `other` is the award that it is compared with."""

    line: int
    kind: str
    other: int | None = None
    basis: str = ""


def compare(run: Run, on: date) -> list[Finding]:
    """All that is remarkable about a run's lines. A late recheck is not."""
    lines = list(run.lines.select_related("award", "account", "account__holder"))
    found = list(_cannot_be_paid(lines))
    barred = {one.line for one in found if one.kind in CANNOT_PAY}
    payable = [line for line in lines if line.pk not in barred]
    agreed = _agreed(payable)
    alone = [line for line in payable if line.account_id not in agreed]
    found += _shared(alone)
    found += _not_members(alone, on)
    found += _without_name(payable)
    found += _stopped(run, lines)
    found += _excluded(lines, run)
    return found


def _cannot_be_paid(lines: Iterable[Line]) -> Iterator[Finding]:
    for line in lines:
        if line.account is None:
            yield Finding(line.pk, FindingKind.NO_ACCOUNT)
        elif line.account.superseded_at:
            yield Finding(line.pk, FindingKind.SUPERSEDED)
        elif line.account.confirmed_at is None:
            yield Finding(line.pk, FindingKind.UNCONFIRMED)
        elif line.account.holder.died_on:
            yield Finding(line.pk, FindingKind.DEAD)


def _stopped(run: Run, lines: Iterable[Line]) -> Iterator[Finding]:
    """The award was suspended or ended since: the line holds a month that is not owed now."""
    items = LineItem.objects.filter(line__run=run, entitlement__amount_fen__gt=0)
    over = items.filter(entitlement__month__gte=F("line__award__valid_until"))
    ended = set(over.values_list("line_id", flat=True))
    for line in lines:
        if line.pk in ended or line.award.state == State.SUSPENDED:
            yield Finding(line.pk, FindingKind.STOPPED)


def _agreed(lines: Iterable[Line]) -> set[object]:
    accounts = [line.account_id for line in lines]
    rows = AccountAgreement.objects.filter(account__in=accounts, ended_at__isnull=True)
    return set(rows.values_list("account_id", flat=True))


def _shared(lines: list[Line]) -> Iterator[Finding]:
    indexes = {bytes(line.account.number_index) for line in lines if line.account}
    same = PayeeAccount.objects.filter(number_index__in=indexes, superseded_at__isnull=True)
    homes: dict[bytes, set[int]] = defaultdict(set)
    for index, household in same.values_list("number_index", "household_id"):
        homes[bytes(index)].add(household)
    for line in lines:
        if line.account and homes[bytes(line.account.number_index)] - {line.award.household_id}:
            yield Finding(line.pk, FindingKind.SHARED)


def _not_members(lines: list[Line], on: date) -> Iterator[Finding]:
    homes = [line.award.household_id for line in lines]
    rows = Membership.objects.filter(
        household__in=homes, superseded_at__isnull=True, period__contains=on
    )
    known = set(rows.values_list("household_id", "person_id"))
    for line in lines:
        holder = line.account.holder_id if line.account else None
        if (line.award.household_id, holder) not in known:
            yield Finding(line.pk, FindingKind.NOT_MEMBER)


def _without_name(lines: list[Line]) -> Iterator[Finding]:
    """The bank compares the name: none, or one that changed since the account was recorded."""
    rows = PersonName.objects.filter(
        person__in=[line.account.holder_id for line in lines if line.account],
        superseded_at__isnull=True,
    )
    names = dict(rows.order_by("known_at", "pk").values_list("person_id", "known_at"))
    for line in lines:
        account = line.account
        known = names.get(account.holder_id) if account else None
        if account and (known is None or known > account.known_at):
            yield Finding(line.pk, FindingKind.NO_NAME)


def _excluded(lines: list[Line], run: Run) -> Iterator[Finding]:
    """The later of two awards is looked at: by first month, decision, award (choice U-58)."""
    pairs = excluding(run.programme, run.month)
    by_award = {line.award_id: line for line in lines}
    of_person: dict[int, set[int]] = defaultdict(set)
    for award, person in _drawing(run.month, award__in=by_award).values_list("award", "person"):
        of_person[person].add(award)
    others = _drawing(run.month, person__in=of_person, award__programme__in=pairs)
    seen: set[tuple[int, int]] = set()
    for other in others.select_related("award").order_by("award_id"):
        for mine in sorted(of_person[other.person_id] - {other.award_id}):
            line = by_award[mine]
            if _order(other.award) < _order(line.award) and (mine, other.award_id) not in seen:
                seen.add((mine, other.award_id))
                basis = pairs[other.award.programme].basis[:120]
                yield Finding(line.pk, FindingKind.EXCLUDED, other.award_id, basis)


def _drawing(month: date, **of: object) -> QuerySet[Beneficiary]:
    """Who draws something in that month."""
    rows = Beneficiary.objects.filter(valid_from__lte=month, **of).exclude(
        award__valid_until__lte=month
    )
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=month))


def _order(award: Award) -> tuple[date, datetime, int]:
    return (award.valid_from, award.granted_at, award.pk)
