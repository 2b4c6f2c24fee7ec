"""Values that components show. Anything with the same attributes or keys does as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SheetLine:
    """One line of an amount sheet: an amount in fen, or a ready text in `value`."""

    label: str
    fen: int | None = None
    note: str = ""
    value: str = ""
    total: bool = False


@dataclass(frozen=True)
class CriterionRow:
    """One criterion; `result` is met, not_met, unknown, or None while it is not yet looked at.

    `distance` says how far the value lies from the line. `cites` are the words of the article, each
    with the address where it can be read, or "".
    """

    title: str
    value: str
    threshold: str
    result: str | None
    article: str = ""
    source: str = ""
    distance: str = ""
    cites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of a progress bar; `state` is done, now or todo."""

    title: str
    state: str


@dataclass(frozen=True)
class Entry:
    """One entry of a timeline; `kind` is a kind of state pill."""

    word: str
    kind: str = "idle"
    on: date | datetime | None = None
    text: str = ""
    note: str = ""


def steps(titles: Sequence[str], now: int) -> list[Step]:
    """Steps where those before index `now` are done; `now == len(titles)` means all done."""
    return [Step(title, _state(index, now)) for index, title in enumerate(titles)]


def _state(index: int, now: int) -> str:
    if index == now:
        return "now"
    return "done" if index < now else "todo"
