"""Two amount sheets side by side, line by line, and who came and went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One line of either sheet; a missing one is 0, an unknown one is None."""

    label: str
    per: str
    old_fen: int | None
    new_fen: int | None
    total: bool

    @property
    def changed(self) -> bool:
        return self.old_fen != self.new_fen


def rows(old: Iterable[Line], new: Iterable[Line]) -> tuple[Row, ...]:
    """In the order of the new sheet, then what only the old one has; lines of 0 in both left out.

    A line is told by its code and its period: labels carry names, which may change.
    """
    before = {(one["line"], one["per"]): one for one in old}
    after = {(one["line"], one["per"]): one for one in new}
    keys = [*after, *(key for key in before if key not in after)]
    found = (_row(before.get(key), after.get(key)) for key in keys)
    return tuple(row for row in found if row.total or row.old_fen != 0 or row.new_fen != 0)


def _row(old: Line | None, new: Line | None) -> Row:
    shown = new or old or {}
    return Row(
        label=str(shown["label"]),
        per=str(shown["per"]),
        old_fen=old["amount_fen"] if old else 0,
        new_fen=new["amount_fen"] if new else 0,
        total=shown["role"] == "total",
    )


@dataclass(frozen=True)
class People:
    """Member ids that count now and did not, and that counted and no longer do."""

    come: tuple[str, ...]
    gone: tuple[str, ...]


def people(old: Mapping[str, Any], new: Mapping[str, Any]) -> People:
    before, after = _counted(old), _counted(new)
    return People(
        come=tuple(one for one in after if one not in before),
        gone=tuple(one for one in before if one not in after),
    )


def _counted(result: Mapping[str, Any]) -> list[str]:
    return [one["id"] for one in result["members"] if one["counted"]]
