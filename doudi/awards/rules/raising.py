"""What a raised standard makes of an award: months and pieces, and no month less than before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Piece:
    """Fen a month of one kind, of the household or of one person."""

    kind: str
    person: int
    amount_fen: int


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Segment:
    """The same pieces from a month until before another; `until` None: from then on."""

    since: date
    until: date | None
    pieces: Pieces


def total(pieces: Iterable[Piece]) -> int:
    return sum(one.amount_fen for one in pieces)


def at_least(now: Pieces, wanted: Pieces) -> Pieces:
    """A raise only raises: what comes to less, or to as much, leaves a month as it is."""
    return wanted if total(wanted) > total(now) else now


def segments(
    months: Sequence[tuple[date, Pieces, Pieces]], until: date | None
) -> tuple[Segment, ...]:
    """From (month, pieces now, pieces then) in order: what is to be written, from the first month
    that differs; the last one goes on until the award ends."""
    differing = [month for month, now, then in months if now != then]
    found: list[Segment] = []
    for month, _now, then in months:
        if not differing or month < differing[0]:
            continue
        if found and found[-1].pieces == then:
            continue
        if found:
            found[-1] = Segment(found[-1].since, month, found[-1].pieces)
        found.append(Segment(month, until, then))
    return tuple(found)
