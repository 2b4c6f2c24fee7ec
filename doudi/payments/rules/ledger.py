"""Money is conserved: what is owed is paid, set aside, in transit or returned, never lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.common.months import add_months


@dataclass(frozen=True)
class Balance:
    """Fen of one award's months, by where the money stands."""

    entitled: int
    paid: int
    in_transit: int
    drafted: int
    waiting: int

    @property
    def conserved(self) -> bool:
        return self.entitled == self.paid + self.in_transit + self.drafted + self.waiting


# where an entitlement under an open line stands, by the state of the line
_STANDS: Mapping[str, str] = {
    "paid": "paid",
    "in_transit": "in_transit",
    "ready": "drafted",
    "set_aside": "drafted",
}


def balance(entries: Iterable[tuple[int, str | None]]) -> Balance:
    """From (amount_fen, state of the open line or None) of each ledger entry."""
    sums = {"paid": 0, "in_transit": 0, "drafted": 0, "waiting": 0}
    total = 0
    for amount, state in entries:
        total += amount
        sums[_STANDS.get(state or "", "waiting")] += amount
    return Balance(total, **sums)


def due_months(first: date, until: date | None, entered: date | None, upto: date) -> list[date]:
    """Months owed and not yet entered, oldest first, up to and including `upto`.

    `first` and `until` (excluded, None for open) are those of what is owed; `entered` is the last
    month in the ledger. A month that a run came too early for follows in the next one.
    """
    month = add_months(entered, 1) if entered else first
    months: list[date] = []
    while month <= upto and (until is None or month < until):
        months.append(month)
        month = add_months(month, 1)
    return months
