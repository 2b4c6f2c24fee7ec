"""From what a family says to the codes that the law as code reads."""

from dataclasses import dataclass

MONTH, YEAR, ONCE = "month", "year", "once"
INCOME, ASSET, EXPENSE = "income", "asset", "expense"


@dataclass(frozen=True)
class Shape:
    """How one kind of item is stated. `owned`: it belongs to one member, not to the family."""

    attribute: str
    code: str
    owned: bool = False

    @property
    def group(self) -> str:
        return self.attribute.partition(".")[0]


SHAPES: dict[str, Shape] = {
    "wage": Shape("income.wage", "wage", owned=True),
    "farming": Shape("income.business", "farming"),
    "business": Shape("income.business", "business"),
    "pension": Shape("income.transfer", "pension", owned=True),
    "resident_pension": Shape("income.transfer", "basic_pension", owned=True),
    "support": Shape("income.transfer", "support", owned=True),
    "property": Shape("income.property", "property"),
    "other": Shape("income.other", "other"),
    "savings": Shape("asset.financial", "deposit"),
    "home": Shape("asset.home", "home"),
    "vehicle": Shape("asset.vehicle", "car"),
    "medical": Shape("expense.medical", "medical", owned=True),
    "schooling": Shape("expense.schooling", "schooling", owned=True),
}


def amount_in_window(*, amount_fen: int, per: str, months: int) -> int:
    """Fen of the twelve months before the application; per month times the months it came."""
    return amount_fen * months if per == MONTH else amount_fen


def value_of(
    *,
    kind: str,
    amount_fen: int | None = None,
    per: str = YEAR,
    months: int = 12,
    count: int = 1,
    area_m2: int | None = None,
    code: str = "",
) -> dict[str, object]:
    """The fact's value, in the fields of an item of `policies.rules.schema`.

    A home or a vehicle has a count and no amount; an area that was not said is unknown.
    """
    value: dict[str, object] = {"code": code or SHAPES[kind].code}
    if kind == "home":
        return value | {"count": count, "area_m2": "unknown" if area_m2 is None else area_m2}
    if kind == "vehicle":
        return value | {"count": count}
    total = amount_in_window(amount_fen=amount_fen or 0, per=per, months=months)
    value["amount_fen"] = "unknown" if amount_fen is None else total
    if per == MONTH and months != 12:
        value["months"] = months
    return value


def item_of(kind: str, token: str, per: str = YEAR) -> str:
    """The item's name in the facts: its kind, how it was typed, and what tells it apart."""
    return f"{kind}:{per}:{token}"


def parts_of(item: str) -> tuple[str, str, str]:
    """Kind, period and token. Raises ValueError for an item of another source."""
    kind, per, token = item.split(":")
    return kind, per, token
