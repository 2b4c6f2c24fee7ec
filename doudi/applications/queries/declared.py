"""What the family has declared, as typed, to show and change it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from doudi.applications.models import Application
from doudi.applications.rules.items import MONTH, SHAPES, parts_of
from doudi.applications.states import ItemKind
from doudi.facts.models import Fact
from doudi.facts.queries import current
from doudi.facts.states import SourceKind


@dataclass(frozen=True)
class Item:
    """One declared item. `amount_fen` is per `per`; None with `known` False is 不清楚."""

    id: str
    kind: str
    label: str
    group: str
    person_id: int | None
    known: bool
    amount_fen: int | None
    per: str
    months: int
    count: int
    area_m2: int | None
    code: str
    attribute: str


def items(application: Application, *, on: date, known: datetime) -> list[Item]:
    """Declared income, belongings and expenses in the order they were stated."""
    facts = current(application.household, on=on, known=known)
    declared = facts.filter(source_kind=SourceKind.DECLARED).exclude(item="")
    return [_item(fact) for fact in declared if fact.item.count(":") == 2]


def item(application: Application, item_id: str, *, on: date, known: datetime) -> Item | None:
    found = items(application, on=on, known=known)
    return next((one for one in found if one.id == item_id), None)


def _item(fact: Fact) -> Item:
    kind, per, token = parts_of(fact.item)
    value: dict[str, Any] = fact.value or {}
    months = int(value.get("months", 12))
    total, area = value.get("amount_fen"), value.get("area_m2")
    return Item(
        id=fact.item,
        kind=kind,
        label=str(ItemKind(kind).label),
        group=SHAPES[kind].group,
        person_id=fact.person_id,
        known=not fact.unknown,
        amount_fen=_typed(total, months if per == MONTH else 1),
        per=per,
        months=months,
        count=int(value.get("count", 1)),
        area_m2=area if isinstance(area, int) else None,
        code=str(value.get("code", "")),
        attribute=fact.attribute,
    )


def _typed(total: object, months: int) -> int | None:
    return total // months if isinstance(total, int) else None


def person_facts(
    application: Application, person_id: int, *, on: date, known: datetime
) -> dict[str, Any]:
    """Attribute code → declared value ("unknown" when the family does not know)."""
    facts = current(application.household, on=on, known=known)
    mine = facts.filter(source_kind=SourceKind.DECLARED, person_id=person_id, item="")
    return {fact.attribute: "unknown" if fact.unknown else fact.value for fact in mine}
