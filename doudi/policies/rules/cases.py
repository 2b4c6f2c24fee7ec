"""The input of an assessment: a household, its members, supporters and items, frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value

Row = dict[str, Value]
Answers = Mapping[str, bool | Unknown]
MASK_MONTHS = 60


@dataclass(frozen=True)
class Disability:
    """Kind (sight, hearing, speech, limb, intellectual, mental) and level 1 (heaviest) to 4."""

    kind: str | Unknown
    level: int | Unknown


@dataclass(frozen=True)
class Member:
    """A person of the household as declared; whether he counts is what the rule says.

    Of several disabilities `disability` weighs most for work, `also_disabled` are the others.
    """

    id: str
    relation: str
    born_on: date | Unknown
    sex: str | Unknown = UNKNOWN
    name: str = ""
    registration: str | Unknown | None = None
    student: str | Unknown = "none"
    disability: Disability | Unknown | None = None
    also_disabled: tuple[Disability, ...] = ()
    illness: str | Unknown = "none"
    absence: str | Unknown = "none"
    lives_with: bool | Unknown = True
    cannot_live_alone: bool | Unknown = False
    support_duty: bool | Unknown | None = None
    employment: str | Unknown = "none"
    receives: str | Unknown = "none"
    cannot_do_alone: tuple[str, ...] | Unknown = UNKNOWN
    care_months: int | Unknown = UNKNOWN
    placement: str | Unknown = "home"
    father: str | Unknown = UNKNOWN
    mother: str | Unknown = UNKNOWN
    father_months: int | Unknown = UNKNOWN
    mother_months: int | Unknown = UNKNOWN
    died_on: date | Unknown | None = None
    traits: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Supporter:
    """Someone outside the household with a legal duty to support a member. Fen per year."""

    id: str
    supports: str
    relation: str = "child"
    consent: bool | Unknown = True
    agreed_fen: int | Unknown | None = None
    paid_fen: int | Unknown = 0
    household_size: int | Unknown = UNKNOWN
    household_income_fen: int | Unknown = UNKNOWN
    supported_count: int | Unknown = 1
    born_on: date | Unknown = UNKNOWN
    condition: str | Unknown = UNKNOWN
    own_income_fen: int | Unknown = UNKNOWN
    property_within: bool | Unknown = UNKNOWN
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Item:
    """One income, asset or expense. `months` are those the amount covers, as YYYY-MM."""

    kind: str
    class_: str
    code: str | Unknown = "other"
    member: str | None = None
    amount_fen: int | Unknown = UNKNOWN
    months: tuple[str, ...] = ()
    course: str = "year"
    refund_fen: int | Unknown = 0
    public_fen: int | Unknown | None = None
    no_record: bool = False
    dataset: str = ""
    count: int | Unknown = 1
    area_m2: int | Unknown = 0
    from_demolition: bool | Unknown = False
    acquired_by: str | Unknown = "other"
    acquired_on: date | Unknown | None = None
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Aid:
    """Aid in force when a case is looked at again: fen a month, what work brings in more.

    `work_rise_fen` is a year's, against the computation before; `months_used` are those of a
    gradual exit that are already over.
    """

    amount_fen: int | Unknown
    work_rise_fen: int | Unknown
    months_used: int | Unknown = 0


NO_AID = Aid(amount_fen=0, work_rise_fen=0)


@dataclass(frozen=True)
class Event:
    """What struck the household, for temporary assistance. Fen in all.

    `cost_fen` is what it has to bear, `refund_fen` what insurance and others bore of it,
    `aided_fen` what temporary aid paid in the year; `again` says whether the same event was aided.
    """

    kind: str | Unknown
    on: date | Unknown = UNKNOWN
    cost_fen: int | Unknown = UNKNOWN
    refund_fen: int | Unknown = 0
    again: bool | Unknown = False
    aided_fen: int | Unknown = 0


NO_EVENT = Event("none", cost_fen=0)


@dataclass(frozen=True)
class Case:
    """A household on a day at a place. `place` is a division code, `date` a Beijing date."""

    date: date
    place: str
    registration: str | Unknown
    members: tuple[Member, ...]
    supporters: tuple[Supporter, ...] = ()
    items: tuple[Item, ...] = ()
    single_parent: bool | Unknown = False
    id: str = ""
    award: Aid | None = None
    event: Event | None = None
    holds: tuple[str, ...] = ()
    needs: Answers = field(default_factory=dict)


SUPPORT_RELATIONS = frozenset(
    {"spouse", "child", "parent", "grandparent", "grandchild", "sibling", "child_in_law"}
)

PROPERTY_CLASSES = ("home", "vehicle", "machine", "firm", "non_residential")


def day_number(day: date | Unknown | None, missing: Value = UNKNOWN) -> Value:
    """A date as yyyymmdd, so that all readers compare and count with integers."""
    if day is None:
        return missing
    if isinstance(day, Unknown):
        return UNKNOWN
    return day.year * 10000 + day.month * 100 + day.day


def age_day(day: date) -> int:
    """The day on which an age is counted: 28 February also stands for 29 in a common year."""
    number = day.year * 10000 + day.month * 100 + day.day
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    return number + 1 if (day.month, day.day) == (2, 28) and not leap else number


def month_before(day: date, back: int) -> str:
    """The month `back` months before the month of `day`, as YYYY-MM."""
    total = day.year * 12 + day.month - 1 - back
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def window_of(day: date) -> tuple[str, ...]:
    """The twelve calendar months before the month of application, oldest first."""
    return tuple(month_before(day, back) for back in range(12, 0, -1))


def month_number(month: str) -> int:
    """A month as an integer that counts on: the next month is one more."""
    return int(month[:4]) * 12 + int(month[5:7])


def months_mask(months: Iterable[str], day: date) -> int:
    """The months as bits: bit 0 is the month of `day`, bit 1 the one before, up to five years.

    No rule looks further back; a later month has no bit, as it is not over.
    """
    now = day.year * 12 + day.month
    backs = {now - month_number(month) for month in months}
    return sum(1 << back for back in backs if 0 <= back < MASK_MONTHS)


def codes(several: Iterable[str]) -> str:
    """Codes as one text that `in_list` looks into: `|a|b|`."""
    return "".join(f"|{one}" for one in sorted(several)) + "|"


def _said(answers: Answers, wanted: bool) -> str:
    return codes(code for code, one in answers.items() if one is wanted)


def tables_of(case: Case) -> dict[str, list[Row]]:
    """The case as four tables of plain values, the shape that every reader takes."""
    index = {member.id: row for row, member in enumerate(case.members)}
    return {
        "case": [_case_row(case)],
        "member": [_member_row(case, member) for member in case.members],
        "supporter": [_supporter_row(one, index) for one in case.supporters],
        "item": [_item_row(case, item, index) for item in case.items],
    }


def _case_row(case: Case) -> Row:
    before, aid, event = window_of(case.date), case.award or NO_AID, case.event or NO_EVENT
    return {
        "on": day_number(case.date),
        "age_on": age_day(case.date),
        "registration": case.registration,
        "single_parent": case.single_parent,
        "month_first": month_number(before[0]),
        "month_last": month_number(before[-1]),
        "month_now": case.date.year * 12 + case.date.month,
        "aid_fen": aid.amount_fen,
        "aid_work_rise_fen": aid.work_rise_fen,
        "aid_months_used": aid.months_used,
        "event_kind": event.kind,
        "event_on": day_number(event.on),
        "event_cost_fen": event.cost_fen,
        "event_refund_fen": event.refund_fen,
        "event_again": event.again,
        "event_aided_fen": event.aided_fen,
        "holds": codes(case.holds),
        "needs_yes": _said(case.needs, True),
        "needs_no": _said(case.needs, False),
    }


def _member_row(case: Case, member: Member) -> Row:
    duty: Value = member.relation in SUPPORT_RELATIONS
    if member.support_duty is not None:
        duty = member.support_duty
    kind: Value = "none"
    level: Value = 0
    if isinstance(member.disability, Unknown):
        kind = level = UNKNOWN
    elif member.disability is not None:
        kind, level = member.disability.kind, member.disability.level
    own = case.registration if member.registration is None else member.registration
    return {
        "relation": member.relation,
        "born_on": day_number(member.born_on),
        "sex": member.sex,
        "registration": own,
        "student": member.student,
        "disability_kind": kind,
        "disability_level": level,
        "disability_also": codes(_also(member.also_disabled)),
        "illness": member.illness,
        "absence": member.absence,
        "lives_with": member.lives_with,
        "cannot_live_alone": member.cannot_live_alone,
        "support_duty": duty,
        "employment": member.employment,
        "receives": member.receives,
        "self_care_failed": _count(member.cannot_do_alone),
        "care_months": member.care_months,
        "placement": member.placement,
        "father": member.father,
        "mother": member.mother,
        "father_months": member.father_months,
        "mother_months": member.mother_months,
        "died_on": day_number(member.died_on, missing=0),
        "traits_yes": _said(member.traits, True),
        "traits_no": _said(member.traits, False),
    }


def _also(several: tuple[Disability, ...]) -> set[str]:
    """Each kind with its level, and each level alone."""
    levels = {str(one.level) for one in several}
    return levels | {f"{one.kind}{one.level}" for one in several}


def _count(several: tuple[str, ...] | Unknown) -> Value:
    return UNKNOWN if isinstance(several, Unknown) else len(several)


def _supporter_row(one: Supporter, index: dict[str, int]) -> Row:
    return {
        "member_row": index[one.supports],
        "consent": one.consent,
        "agreed": one.agreed_fen is not None,
        "agreed_fen": 0 if one.agreed_fen is None else one.agreed_fen,
        "paid_fen": one.paid_fen,
        "household_size": one.household_size,
        "household_income_fen": one.household_income_fen,
        "supported_count": one.supported_count,
        "relation": one.relation,
        "born_on": day_number(one.born_on),
        "condition": one.condition,
        "own_income_fen": one.own_income_fen,
        "property_within": one.property_within,
    }


def _item_row(case: Case, item: Item, index: dict[str, int]) -> Row:
    months = item.months or window_of(case.date)
    public = item.amount_fen if item.public_fen is None else item.public_fen
    return {
        "kind": item.kind,
        "class": item.class_,
        "code": item.code,
        "has_owner": item.member is not None,
        "member_row": UNKNOWN if item.member is None else index[item.member],
        "amount_fen": item.amount_fen,
        "months": len(months),
        "months_mask": months_mask(months, case.date),
        "course": item.course,
        "refund_fen": item.refund_fen,
        "public_fen": public,
        "no_record": item.no_record,
        "dataset": item.dataset,
        "count": item.count,
        "area_m2": item.area_m2,
        "from_demolition": item.from_demolition,
        "acquired_by": item.acquired_by,
        "acquired_on": day_number(item.acquired_on, missing=0),
    }


FIELDS: dict[str, dict[str, str]] = {
    "case": {
        "on": "int", "age_on": "int", "registration": "text", "single_parent": "bool",
        "month_first": "int", "month_last": "int", "month_now": "int",
        "aid_fen": "int", "aid_work_rise_fen": "int", "aid_months_used": "int",
        "event_kind": "text", "event_on": "int", "event_cost_fen": "int",
        "event_refund_fen": "int", "event_again": "bool", "event_aided_fen": "int",
        "holds": "text", "needs_yes": "text", "needs_no": "text",
    },
    "member": {
        "relation": "text", "born_on": "int", "sex": "text", "registration": "text",
        "student": "text", "disability_kind": "text", "disability_level": "int",
        "disability_also": "text", "illness": "text", "absence": "text", "lives_with": "bool",
        "cannot_live_alone": "bool", "support_duty": "bool", "employment": "text",
        "receives": "text", "self_care_failed": "int", "care_months": "int",
        "placement": "text", "father": "text", "mother": "text", "father_months": "int",
        "mother_months": "int", "died_on": "int", "traits_yes": "text", "traits_no": "text",
    },
    "supporter": {
        "member_row": "int", "consent": "bool", "agreed": "bool", "agreed_fen": "int",
        "paid_fen": "int", "household_size": "int", "household_income_fen": "int",
        "supported_count": "int", "relation": "text", "born_on": "int", "condition": "text",
        "own_income_fen": "int", "property_within": "bool",
    },
    "item": {
        "kind": "text", "class": "text", "code": "text", "has_owner": "bool",
        "member_row": "int", "amount_fen": "int", "months": "int", "months_mask": "int",
        "course": "text",
        "refund_fen": "int", "public_fen": "int", "no_record": "bool", "dataset": "text",
        "count": "int", "area_m2": "int", "from_demolition": "bool", "acquired_by": "text",
        "acquired_on": "int",
    },
}  # fmt: skip

# What the schema never lets be unknown: the readers need not look for it.
NEVER_UNKNOWN: dict[str, frozenset[str]] = {
    "case": frozenset(
        {"on", "age_on", "month_first", "month_last", "month_now", "holds", "needs_yes", "needs_no"}
    ),
    "member": frozenset({"relation", "disability_also", "traits_yes", "traits_no"}),
    "supporter": frozenset({"member_row", "agreed", "relation"}),
    "item": frozenset(
        {"kind", "class", "has_owner", "months", "months_mask", "course", "no_record", "dataset"}
    ),
}
DAYS = ("on", "age_on", "month_first", "month_last", "month_now")
