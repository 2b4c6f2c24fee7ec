"""What is still to come back, month by month, and how much of a month may be kept."""

from collections.abc import Iterable, Sequence
from datetime import date


def allocated(months: Iterable[tuple[date, int]], repaid: int) -> dict[date, int]:
    """How much of `repaid` fen goes to each month of a claim (month, negative fen): the oldest
    first. A month of a claim that rose takes nothing."""
    left = repaid
    found: dict[date, int] = {}
    for month, fen in sorted(months):
        share = min(left, max(-fen, 0))
        found[month] = found.get(month, 0) + share
        left -= share
    return found


def kept(monthly: int, percent: int, outstanding: int) -> int:
    """Fen kept from one month by consent: at most `percent` of it, never more than is claimed."""
    return max(min(monthly * percent // 100, outstanding), 0)


def by_month(rows: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """The sum of a claim's rows for each month, oldest first."""
    sums: dict[date, int] = {}
    for month, fen in rows:
        sums[month] = sums.get(month, 0) + fen
    return sorted(sums.items())
