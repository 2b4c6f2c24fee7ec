"""Money is conserved: what is owed is paid, set aside, in transit, waiting or recovered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.payments.rules.corrections import months_of


@dataclass(frozen=True)
class Balance:
    """Fen of one award's months, by where the money stands.

    `recovered` is what came back, and `recovering` what was decided and is not back yet: both
    are zero or negative. `kept` was taken off by written consent to repay another month.
    """

    entitled: int
    paid: int
    in_transit: int
    drafted: int
    set_aside: int
    waiting: int
    kept: int = 0
    recovered: int = 0
    recovering: int = 0

    @property
    def conserved(self) -> bool:
        stands = self.paid + self.in_transit + self.drafted + self.set_aside + self.waiting
        return self.entitled == stands + self.kept + self.recovered + self.recovering


@dataclass(frozen=True)
class Stand:
    """A ledger entry: fen, the state of the open line or None, and why it was entered."""

    fen: int
    state: str | None
    reason: str = "monthly"


# where an entitlement under an open line stands, by the state of the line
_STANDS: Mapping[str, str] = {
    "paid": "paid",
    "in_transit": "in_transit",
    "in_doubt": "in_transit",
    "ready": "drafted",
    "set_aside": "set_aside",
}


def balance(entries: Iterable[Stand], repaid: int = 0) -> Balance:
    """From the entries of one award and month, and the fen that came back for that month."""
    sums = {"paid": 0, "in_transit": 0, "drafted": 0, "set_aside": 0, "waiting": 0}
    entitled = kept = claimed = 0
    for entry in entries:
        if entry.reason in ("recovered", "overpaid"):
            entitled += entry.fen
            claimed += entry.fen
            continue
        if entry.reason == "set_off":
            kept -= entry.fen
        else:
            entitled += entry.fen
        sums[_STANDS.get(entry.state or "", "waiting")] += entry.fen
    return Balance(entitled, **sums, kept=kept, recovered=-repaid, recovering=claimed + repaid)


def due_months(first: date, until: date | None, entered: date | None, upto: date) -> list[date]:
    """Months owed and not yet entered, oldest first, up to and including `upto`.

    `first` and `until` (excluded, None for open) are those of what is owed; `entered` is the last
    month in the ledger. A month that a run came too early for follows in the next one.
    """
    found = months_of(first, until, upto)
    return found if entered is None else [month for month in found if month > entered]
