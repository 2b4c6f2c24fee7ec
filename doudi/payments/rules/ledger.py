"""Money is conserved: what is owed is paid, set aside, in transit or returned, never lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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
