"""What awards are owed and what is accounted for, read for many awards in a few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Sum

from doudi.awards.models import AwardPlace, Component
from doudi.payments.models import ClaimMonth, Entitlement
from doudi.payments.queries.ledger import carried
from doudi.payments.rules.corrections import Part
from doudi.payments.states import ASKED_BACK, ClaimState, EntryReason


@dataclass
class Account:
    """One award's side of the ledger: its parts, and by month what is accounted for."""

    award: int
    parts: list[Part] = field(default_factory=list)
    first: date | None = None
    until: date | None = None
    # month → slot → fen, of the ledger and of claims that are not entered there
    accounted: dict[date, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    # month → fen that no line carries
    waiting: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    sequences: dict[tuple[int, date], int] = field(default_factory=dict)
    places: list[tuple[str, date, date | None]] = field(default_factory=list)

    @property
    def entered(self) -> date | None:
        """The last month in the ledger."""
        return max(self.accounted, default=None)

    def paid_under(self, codes: tuple[str, ...] | None, month: date) -> bool:
        return codes is None or any(
            place.startswith(codes) and begin <= month and (until is None or month < until)
            for place, begin, until in self.places
        )


def accounts(award_ids: Iterable[int]) -> dict[int, Account]:
    """The account of each award. Six queries, however many awards."""
    ids = sorted(set(award_ids))
    found = {pk: Account(pk) for pk in ids}
    _read_parts(found)
    _read_ledger(found)
    _read_claims(found)
    rows = AwardPlace.objects.filter(award_id__in=ids)
    for row in rows.select_related("place"):
        found[row.award_id].places.append((row.place.code, row.valid_from, row.valid_until))
    return found


def slot_of(kind: str, person: int | None) -> str:
    return f"{kind}:{person or ''}"


def _read_parts(found: dict[int, Account]) -> None:
    rows = Component.objects.filter(award_id__in=found, amount_fen__gt=0).select_related("award")
    for row in rows.order_by("valid_from", "pk"):
        account = found[row.award_id]
        account.first, account.until = row.award.valid_from, row.award.valid_until
        account.parts.append(
            Part(
                row.pk,
                slot_of(row.kind, row.person_id),
                row.amount_fen,
                row.valid_from,
                row.valid_until,
                row.known_at,
            )
        )


def _read_ledger(found: dict[int, Account]) -> None:
    rows = Entitlement.objects.filter(award_id__in=found)
    sums = rows.exclude(reason__in=[EntryReason.SET_OFF, EntryReason.OVERPAID]).values_list(
        "award_id", "month", "component__kind", "component__person_id"
    )
    for pk, month, kind, person, fen in sums.annotate(fen=Sum("amount_fen")).order_by():
        found[pk].accounted[month][slot_of(kind, person)] = fen
    free = rows.filter(~carried()).exclude(reason__in=ASKED_BACK)
    for pk, month, fen in free.values_list("award_id", "month", "amount_fen"):
        found[pk].waiting[month] += fen
    last = rows.values_list("award_id", "component_id", "month").annotate(Max("sequence"))
    for pk, component, month, sequence in last.order_by():
        found[pk].sequences[component, month] = sequence


def _read_claims(found: dict[int, Account]) -> None:
    """A claim that waits or was waived accounts for its months; a decided one is in the ledger."""
    rows = ClaimMonth.objects.filter(
        claim__award_id__in=found,
        claim__state__in=[ClaimState.PROPOSED, ClaimState.WAIVED],
        claim__known_late=False,
    )
    parts = ("claim__award_id", "month", "component__kind", "component__person_id", "amount_fen")
    for pk, month, kind, person, fen in rows.values_list(*parts):
        slots, slot = found[pk].accounted[month], slot_of(kind, person)
        slots[slot] = slots.get(slot, 0) + fen
