"""The shipped divisions and offices, read from the CSV files beside this package."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
AREAS = ("430902", "3204")
AS_OF = date(2023, 6, 30)
"""The day for which the statistical codes were published; nothing is said about days before."""

_LEVELS = {2: "province", 4: "city", 6: "district", 9: "town", 12: "village"}


@dataclass(frozen=True)
class PlaceRow:
    code: str
    name: str

    @property
    def level(self) -> str:
        return _LEVELS[len(self.code)]

    @property
    def parent(self) -> str:
        shorter = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}
        return self.code[: shorter[len(self.code)]]


@dataclass(frozen=True)
class OfficeRow:
    code: str
    name: str
    department: str
    level: str
    parent: str
    seat: str
    answers_for: str

    @property
    def places(self) -> list[tuple[str, str]]:
        """Place code and duty (empty: every duty) of each place the office answers for."""
        parts = (entry.partition(":") for entry in self.answers_for.split(";"))
        return [(code, duty) for code, _, duty in parts]


@dataclass(frozen=True)
class PowerRow:
    area: str
    programme: str
    act: str
    level: str
    basis: str


@cache
def place_rows(area: str) -> tuple[PlaceRow, ...]:
    """Outer places before inner ones."""
    return tuple(PlaceRow(**row) for row in _read(f"places/{area}.csv"))


@cache
def office_rows(area: str) -> tuple[OfficeRow, ...]:
    """Parents before children."""
    return tuple(OfficeRow(**row) for row in _read(f"offices/{area}.csv"))


@cache
def power_rows(area: str) -> tuple[PowerRow, ...]:
    rows = (PowerRow(**row) for row in _read("offices/powers.csv"))
    return tuple(row for row in rows if row.area == area)


@cache
def department_names() -> tuple[tuple[str, str], ...]:
    return tuple((row["code"], row["name"]) for row in _read("offices/departments.csv"))


def acts_in_general(office: OfficeRow) -> bool:
    """Powers go to civil affairs, towns and villages, not to their special offices."""
    return all(not duty for _, duty in office.places)


def _read(name: str) -> list[dict[str, str]]:
    with (HOME / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
