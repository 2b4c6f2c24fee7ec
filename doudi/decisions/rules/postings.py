"""What hangs in a village, how a name is shown, and on which day the sheet has hung its days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from doudi.common.identity import mask_name
from doudi.common.months import age_on

FIELDS = Path(__file__).resolve().parent.parent / "postings" / "fields.yaml"
KNOWN_FIELDS = frozenset({"name", "members", "amount"})
ADULT = 18


class NoSheetRule(LookupError):
    """No rule says what may hang there on that day: nothing may."""


@dataclass(frozen=True)
class SheetRule:
    """The white-list of one kind of sheet. `days`: calendar days; None: those of the flow."""

    kind: str
    place: str
    from_on: date
    days: int | None
    fields: tuple[str, ...]
    paper_name: str
    web_name: str
    basis: str
    standing: str


@dataclass(frozen=True)
class Unposted:
    """A programme of which nothing hangs, and by which rule."""

    programme: str
    from_on: date
    basis: str
    standing: str


@cache
def unposted() -> tuple[Unposted, ...]:
    rows = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))["none_for"]
    return tuple(
        Unposted(row["programme"], row["from"], row["basis"], row["standing"]) for row in rows
    )


def is_posted(programme: str, on: date) -> bool:
    """Whether families of this programme hang on a sheet at all."""
    return not any(one.programme == programme and one.from_on <= on for one in unposted())


def unposted_codes() -> tuple[str, ...]:
    """For filters of lists, where a day more or less does not matter."""
    return tuple(one.programme for one in unposted())


@cache
def sheet_rules() -> tuple[SheetRule, ...]:
    rows = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))["sheets"]
    return tuple(_sheet_rule(row) for row in rows)


def _sheet_rule(row: dict[str, Any]) -> SheetRule:
    unlisted = set(row["fields"]) - KNOWN_FIELDS
    if unlisted:
        raise ValueError(f"fields.yaml: {sorted(unlisted)} may not hang")
    return SheetRule(
        kind=row["kind"],
        place=row["place"],
        from_on=row["from"],
        days=row.get("days"),
        fields=tuple(row["fields"]),
        paper_name=row["name"]["paper"],
        web_name=row["name"]["web"],
        basis=row["basis"],
        standing=row["standing"],
    )


def sheet_rule(kind: str, place_code: str, on: date) -> SheetRule:
    """The rule of the nearest place and newest day. Raises NoSheetRule."""
    fits = [
        rule
        for rule in sheet_rules()
        if rule.kind == kind and place_code.startswith(rule.place) and rule.from_on <= on
    ]
    if not fits:
        raise NoSheetRule(kind)
    return max(fits, key=lambda rule: (len(rule.place), rule.from_on))


def last_day(hung_on: date, days: int) -> date:
    """The last day it hangs: the day of hanging is not counted, a rest day does not move it."""
    return hung_on + timedelta(days=days)


def shown_name(name: str, how: str, born_on: date | None, on: date) -> str:
    """`full` as written; `masked` by domain rule: minors keep the first character only."""
    if how == "full":
        return name
    if born_on is not None and age_on(born_on, on) < ADULT:
        return name[:1] + "*" * (len(name) - 1)
    return mask_name(name) if name else ""
