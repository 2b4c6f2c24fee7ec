"""When a change counts, what it makes of an award's parts, and what work alone explains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.awards.rules.awards import Part
from doudi.common.months import add_months, month_of

WORK_LINES = ("income.wage", "income.business", "income.labour")


def next_month(day: date) -> date:
    return add_months(month_of(day), 1)


def counts_from(*, more: bool, reported: date, decided: date) -> date:
    """More: from the month after it was reported, which may be past when it is decided; less:
    from the month after the decision (choices U-44)."""
    return next_month(reported if more else decided)


def overpaid_from(happened: date) -> date:
    """From this month on too much was paid where less was due; a person decides on a claim."""
    return next_month(happened)


def assessed_on(*, reported: date, today: date) -> date:
    """The day whose members and rules hold for more: the first of the month it counts from, or
    today while that month is to come."""
    return min(next_month(reported), today)


@dataclass(frozen=True)
class Held:
    """A component or beneficiary as it stands: half-open, `until` None while it lasts."""

    pk: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Close:
    """The row ends here; a row that begins later is emptied (until = from), never removed."""

    pk: int
    valid_until: date


def closings(rows: Iterable[Held], since: date) -> list[Close]:
    """What must end so that nothing of the old lies on or after `since`; earlier months stay."""
    return [
        Close(row.pk, max(row.valid_from, since))
        for row in rows
        if row.valid_until is None or row.valid_until > max(row.valid_from, since)
    ]


def without_share(result: Mapping[str, Any], parts: Iterable[Part], member: str) -> list[Part]:
    """The parts less one member's own share and extra; the others' money is untouched
    (民发〔2021〕57号 art. 34). A member outside the unit has no share."""
    rows = {one["id"]: one for one in result["members"]}
    share = rows.get(member, {}).get("share_fen") or 0
    kept = [one for one in parts if one.member != member]
    cut = [
        Part(one.kind, None, one.amount_fen - share) if one.kind == "base" else one for one in kept
    ]
    return [one for one in cut if one.amount_fen > 0] or [Part("none", None, 0)]


def total(parts: Iterable[Part]) -> int:
    return sum(one.amount_fen for one in parts)


def work_rise(old: Mapping[str, Any], new: Mapping[str, Any]) -> int | None:
    """Fen a year that work brings in more than in the computation before; None: unknown."""
    before, after = _work(old), _work(new)
    if before is None or after is None:
        return None
    return max(0, after - before)


def _work(result: Mapping[str, Any]) -> int | None:
    """Income lines stand in the sheet as what is taken off the line: negative."""
    found = [one["amount_fen"] for one in result["sheet"] if one["line"] in WORK_LINES]
    return None if any(fen is None for fen in found) else -sum(found)


def aid_section(amount_fen: int, rise: int | None, months_used: int) -> dict[str, Any]:
    """The `award` section of a case, as `policies.rules.schema` reads it."""
    return {
        "amount_fen": amount_fen,
        "work_rise_fen": "unknown" if rise is None else rise,
        "months_used": months_used,
    }


def months_between(first: date, last: date) -> int:
    """Whole months from one first of a month to another, never negative."""
    return max(0, (last.year - first.year) * 12 + last.month - first.month)


def direction(old_fen: int, new_fen: int) -> str:
    """What a computation proposes: raised, reduced, unchanged."""
    if new_fen == old_fen:
        return "unchanged"
    return "raised" if new_fen > old_fen else "reduced"


@dataclass(frozen=True)
class Kind:
    """Something an officer may write down as found: its attribute, its code, money or not."""

    attribute: str
    code: str
    label: str
    money: bool


FOUND = (
    Kind("income.wage", "wage", "工资（全年）", True),
    Kind("income.business", "farming", "种植养殖收入（全年）", True),
    Kind("income.business", "business", "经营收入（全年）", True),
    Kind("income.transfer", "pension", "养老金、退休金（全年）", True),
    Kind("income.transfer", "basic_pension", "城乡居民基本养老金（全年）", True),
    Kind("income.transfer", "support", "赡养、抚养、扶养费（全年）", True),
    Kind("income.property", "property", "租金、利息、分红（全年）", True),
    Kind("income.other", "other", "其他收入（全年）", True),
    Kind("asset.financial", "deposit", "存款、理财（现有）", True),
    Kind("asset.vehicle", "car", "机动车（价值）", True),
    Kind("person.employment", "employed", "就业：有工作", False),
    Kind("person.employment", "job_seeking", "就业：在找工作", False),
    Kind("person.employment", "unable", "就业：不能劳动", False),
    Kind("person.student", "none", "上学：不再上学", False),
    Kind("person.illness", "major", "疾病：重大疾病", False),
    Kind("person.illness", "none", "疾病：已经好了", False),
)


def found(name: str) -> Kind:
    """By `attribute|code`. Raises KeyError for what is not in the list."""
    return {f"{one.attribute}|{one.code}": one for one in FOUND}[name]


# what brings somebody into the household, with the relation that is likely, and what takes
# somebody out of it (who died or moved out leaves as the change is confirmed)
JOINING = {"birth": "child", "marriage": "", "moved_in": ""}
LEAVING = frozenset({"marriage", "divorce"})


# the family's page: what may have changed, in plain groups
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("家里的人", ("birth", "marriage", "divorce", "moved_in", "moved_out", "death")),
    ("工作和收入", ("employment", "income", "school_end", "property")),
    ("身体", ("illness", "disability")),
    ("别的", ("move", "prison", "release", "missing", "own_request")),
)
