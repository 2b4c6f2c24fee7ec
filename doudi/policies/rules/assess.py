"""Assesses one household and explains the verdict: criteria, amount sheet, members, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from doudi.policies.rules.cases import Case, Item, tables_of
from doudi.policies.rules.parameters import Bundle, bundle_for
from doudi.policies.rules.python_reader import Reader, Reading
from doudi.policies.rules.registry import RuleFile, applied_for, kinds_of, rule_for, values_for
from doudi.policies.rules.registry import programmes as all_programmes
from doudi.policies.rules.rule import Criterion, Line, Rule
from doudi.policies.rules.unknown import Unknown, Value

DECLARED = "申报"
Given = int | bool | str | None


@dataclass(frozen=True)
class CriterionResult:
    """A numbered criterion: what was found, the line, and met / not_met / unknown."""

    id: str
    label: str
    article: str
    value: Given
    threshold: Given
    unit: str
    result: str
    source: str


@dataclass(frozen=True)
class Detail:
    """An item under a sheet line. `amount_fen` is what of it counts, per year."""

    code: Given
    member: str | None
    amount_fen: Given
    counted: bool | None
    source: str
    as_of: str


@dataclass(frozen=True)
class SheetLine:
    """Parts add up to the next total of the same `per` (year or month). None: unknown."""

    line: str
    label: str
    amount_fen: int | None
    per: str
    role: str
    source: str
    as_of: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class MemberResult:
    """A member counted or left out, with the legal ground. Shares are fen per month."""

    id: str
    counted: bool | None
    ground: str | None
    ground_text: str
    share_fen: int | None
    extra_fen: int | None
    extra_reason: str | None


@dataclass(frozen=True)
class Assessment:
    """The explained verdict of one programme. Amounts are fen; unknown is None."""

    programme: str
    verdict: str
    amount_fen: int | None
    per: str
    base_fen: int | None
    over_by_fen: int | None
    people: int | None
    criteria: tuple[CriterionResult, ...]
    sheet: tuple[SheetLine, ...]
    members: tuple[MemberResult, ...]
    remarks: tuple[str, ...]
    assumed: tuple[str, ...]
    rule: str
    parameters: str

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, keys as in the fields."""
        return asdict(self)


def assess(
    case: Case,
    bundle: Bundle | None = None,
    programmes: Iterable[str] | None = None,
    *,
    rules_on: date | None = None,
) -> tuple[Assessment, ...]:
    """One assessment per programme in force on the case's date.

    Without `programmes`: those a family applies for, and for aid in force the others too.
    Without `bundle` the shipped baseline of the case's place is used. `rules_on`: another day
    whose rule files count, for a month that the same facts were owed for. Raises `ParameterFault`
    if a value is missing.
    """
    found = bundle or bundle_for(case.place, case.date)
    codes = programmes or [one for one in all_programmes() if case.award or applied_for(one)]
    day = rules_on or case.date
    files = tuple(file for code in codes if (file := rule_for(code, day)))
    values = {key: one for file in files for key, one in values_for(file, found).items()}
    reading = _reader(files, frozenset(values.items())).read(tables_of(case))
    return tuple(_assess_one(case, found, file, reading) for file in files)


@lru_cache(maxsize=64)
def _reader(files: tuple[RuleFile, ...], values: frozenset[tuple[str, Value]]) -> Reader:
    """The rules with values put in: the villages of a district all have the same."""
    nodes = {id(node): node for file in files for node in file.rule().nodes()}
    constants = {("parameter", key): one for key, one in values}
    return Reader(list(nodes.values()), constants)


def _assess_one(case: Case, bundle: Bundle, file: RuleFile, reading: Reading) -> Assessment:
    rule = file.rule()
    verdict = _verdict(reading.value(rule.met))
    amount = _number(reading.value(rule.amount))
    members = _members(case, rule, reading, verdict)
    return Assessment(
        programme=file.programme,
        verdict=verdict,
        amount_fen=amount,
        per=rule.per,
        base_fen=_number(reading.value(rule.base)) if verdict == "met" else None,
        over_by_fen=_number(reading.value(rule.over_by)),
        people=_number(reading.value(rule.people)),
        criteria=tuple(_criterion(one, case, reading) for one in rule.criteria),
        sheet=_sheet(case, rule, reading, members, verdict),
        members=members,
        remarks=tuple(one.text for one in rule.remarks if reading.value(one.when) is True),
        assumed=_assumed(file, bundle),
        rule=file.name,
        parameters=bundle.hash,
    )


@lru_cache(maxsize=512)
def _assumed(file: RuleFile, bundle: Bundle) -> tuple[str, ...]:
    """The values without a source that the rule reads."""
    read = {name.removesuffix(".num").removesuffix(".den") for name in kinds_of(file)}
    standings = bundle.standings()
    return tuple(sorted(key for key in read if standings[key] == "assumed"))


def _verdict(value: Value) -> str:
    if isinstance(value, Unknown):
        return "unknown"
    return "met" if value else "not_met"


def _plain(value: Value) -> Given:
    return None if isinstance(value, Unknown) else value


def _number(value: Value) -> int | None:
    return None if isinstance(value, Unknown) else int(value)


def _criterion(one: Criterion, case: Case, reading: Reading) -> CriterionResult:
    return CriterionResult(
        id=one.id,
        label=one.label,
        article=one.article,
        value=_plain(reading.value(one.value)),
        threshold=_plain(reading.value(one.threshold)),
        unit=one.unit,
        result=_verdict(reading.value(one.result)),
        source=_sources(_fed(case.items, one.feeds)),
    )


def _fed(items: Sequence[Item], feeds: tuple[tuple[str, str], ...]) -> list[Item]:
    return [item for item in items if (item.kind, item.class_) in feeds]


def _sources(items: Sequence[Item]) -> str:
    return "；".join(sorted({item.source or DECLARED for item in items})) or DECLARED


def _as_of(items: Sequence[Item], case: Case) -> str:
    days = sorted({item.as_of for item in items if item.as_of})
    return days[0] if days else case.date.isoformat()


def _sheet(
    case: Case, rule: Rule, reading: Reading, members: tuple[MemberResult, ...], verdict: str
) -> tuple[SheetLine, ...]:
    yearly = [_line(line, case, rule, reading) for line in rule.sheet if line.per == "year"]
    if verdict == "not_met":
        return tuple(yearly)
    months = [_line(line, case, rule, reading) for line in rule.sheet if line.per != "year"]
    names = {member.id: member.name or member.id for member in case.members}
    extras = [
        _extra_line(member, rule, names, case)
        for member in members
        if member.counted is not False and member.extra_fen != 0
    ]
    parts = [line for line in months if line.role == "part"]
    totals = [line for line in months if line.role == "total"]
    return (*yearly, *parts, *extras, *totals)


def _extra_line(member: MemberResult, rule: Rule, names: dict[str, str], case: Case) -> SheetLine:
    reason = rule.extra_reasons.get(member.extra_reason or "", "未知")
    return SheetLine(
        line=f"extra.{member.id}",
        label=f"{rule.extra_label}：{names[member.id]}（{reason}）",
        amount_fen=member.extra_fen,
        per=rule.per,
        role="part",
        source=DECLARED,
        as_of=case.date.isoformat(),
    )


def _line(line: Line, case: Case, rule: Rule, reading: Reading) -> SheetLine:
    items = _fed(case.items, line.feeds)
    return SheetLine(
        line=line.code,
        label=line.label,
        amount_fen=_number(reading.value(line.amount)),
        per=line.per,
        role=line.role,
        source=_sources(items) if line.feeds else "",
        as_of=_as_of(items, case),
        details=_details(line, case, rule, reading),
    )


def _details(line: Line, case: Case, rule: Rule, reading: Reading) -> tuple[Detail, ...]:
    if not line.feeds:
        return ()
    counts = reading.values(rule.item_counts, "item")
    years = reading.values(rule.item_year, "item")
    return tuple(
        Detail(
            code=_plain(item.code),
            member=item.member,
            amount_fen=_plain(year),
            counted=None if isinstance(count, Unknown) else bool(count),
            source=item.source or DECLARED,
            as_of=item.as_of,
        )
        for item, count, year in zip(case.items, counts, years, strict=True)
        if (item.kind, item.class_) in line.feeds
    )


def _members(case: Case, rule: Rule, reading: Reading, verdict: str) -> tuple[MemberResult, ...]:
    columns = {name: reading.values(node, "member") for name, node in rule.member_answers().items()}
    base = reading.value(rule.base) if verdict == "met" else None
    shares = _shares(None if base is None else _number(base), columns["counted"])
    return tuple(
        MemberResult(
            id=member.id,
            counted=None if isinstance(counted, Unknown) else bool(counted),
            ground=None if isinstance(ground, Unknown) else str(ground),
            ground_text="" if isinstance(ground, Unknown) else rule.grounds[str(ground)],
            share_fen=share,
            extra_fen=_number(extra),
            extra_reason=None if isinstance(reason, Unknown) else str(reason),
        )
        for member, counted, ground, share, extra, reason in zip(
            case.members,
            columns["counted"],
            columns["ground"],
            shares,
            columns["extra"],
            columns["extra_reason"],
            strict=True,
        )
    )


def _shares(base: int | None, counted: Sequence[Value]) -> list[int | None]:
    """The household's gap divided by heads; odd fen go to the first ones."""
    if base is None:
        return [None] * len(counted)
    heads = [index for index, one in enumerate(counted) if one is True]
    each, left = divmod(base, len(heads)) if heads else (0, 0)
    shares: list[int | None] = [0] * len(counted)
    for order, index in enumerate(heads):
        shares[index] = each + (1 if order < left else 0)
    return shares
