"""Reads what is given to `doudi assess`: a case, or one clear line for every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from doudi.policies.rules import cases
from doudi.policies.rules.case_schema import SCHEMA, UNKNOWN_WORD
from doudi.policies.rules.cases import Aid, Case, Disability, Event, Item, Member, Supporter
from doudi.policies.rules.faults import shape_faults
from doudi.policies.rules.unknown import UNKNOWN, Unknown

TOTAL_LIMIT = 10**12
LISTED_KINDS = frozenset({"sight", "hearing", "speech", "limb", "intellectual", "mental"})

Json = Mapping[str, Any]


class Faults(ValueError):
    """The input cannot be read; `lines` says why, one Chinese sentence per fault."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_case(data: object) -> Case:
    """Turns decoded JSON into a case. Raises `Faults` with one line per fault."""
    lines = shape_faults(data, SCHEMA)
    if isinstance(data, Mapping) and not lines:
        lines.extend(_meaning_faults(data))
    if lines or not isinstance(data, Mapping):
        raise Faults(tuple(lines) or ("（全文）：应为一个 JSON 对象",))
    return case_of(data)


def _meaning_faults(data: Json) -> Iterator[str]:
    ids = [member["id"] for member in data["members"]]
    for index, one in enumerate(ids):
        if one in ids[:index]:
            yield f"members[{index}].id：编号 {one} 重复"
    if [member["relation"] for member in data["members"]].count("self") != 1:
        yield "members：要有且只有一名成员的 relation 为 self"
    for index, item in enumerate(data.get("items", ())):
        yield from _item_faults(f"items[{index}]", item, ids)
    for index, one in enumerate(data.get("supporters", ())):
        if one["supports"] not in ids:
            yield f"supporters[{index}].supports：没有编号为 {one['supports']} 的成员"
    amounts = [item.get("amount_fen") for item in data.get("items", ())]
    if sum(amount for amount in amounts if isinstance(amount, int)) > TOTAL_LIMIT:
        yield f"items：金额合计超过 {TOTAL_LIMIT} 分，请核对单位"
    yield from _day_faults(data)


CLASSES = {
    "income": {"wage", "business", "property", "transfer", "other"},
    "expense": {
        "business", "property", "transfer", "medical", "schooling", "disability", "employment",
    },
    "asset": {"financial", *cases.PROPERTY_CLASSES},
}  # fmt: skip


def _item_faults(where: str, item: Json, ids: list[str]) -> Iterator[str]:
    if item.get("member") is not None and item["member"] not in ids:
        yield f"{where}.member：没有编号为 {item['member']} 的成员"
    if item["class"] not in CLASSES[item["kind"]]:
        allowed = "、".join(sorted(CLASSES[item["kind"]]))
        yield f"{where}.class：{item['kind']} 只能是 {allowed}"
    if item["kind"] != "asset" and "amount_fen" not in item:
        yield f"{where}：缺少 amount_fen，未知写 unknown"


def _day_faults(data: Json) -> Iterator[str]:
    day = _date_or_none(data["date"])
    if day is None:
        yield "date：没有这一天"
        return
    for index, member in enumerate(data["members"]):
        born = member["born_on"]
        if born != UNKNOWN_WORD and (_date_or_none(born) is None or _date_or_none(born) > day):  # type: ignore[operator]
            yield f"members[{index}].born_on：没有这一天，或晚于申请日期"
    yield from _more_day_faults(data, day)
    for index, item in enumerate(data.get("items", ())):
        got = item.get("acquired_on", UNKNOWN_WORD)
        if got != UNKNOWN_WORD and _date_or_none(got) is None:
            yield f"items[{index}].acquired_on：没有这一天"


def _more_day_faults(data: Json, day: date) -> Iterator[str]:
    days = [
        (f"members[{index}].died_on", one.get("died_on"))
        for index, one in enumerate(data["members"])
    ]
    days += [
        (f"supporters[{index}].born_on", one.get("born_on"))
        for index, one in enumerate(data.get("supporters", ()))
    ]
    days.append(("event.on", data.get("event", {}).get("on")))
    for where, text in days:
        if text in (None, UNKNOWN_WORD):
            continue
        found = _date_or_none(text)
        if found is None or found > day:
            yield f"{where}：没有这一天，或晚于申请日期"


def _date_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clean(value: Any) -> Any:
    return UNKNOWN if value == UNKNOWN_WORD and isinstance(value, str) else value


def case_of(data: Json) -> Case:
    """The case of data that was checked before, or made by a program. Others: `read_case`."""
    day = date.fromisoformat(data["date"])
    household = data.get("household", {})
    return Case(
        date=day,
        place=data["place"],
        registration=_clean(data["registration"]),
        members=tuple(_member(one) for one in data["members"]),
        supporters=tuple(_supporter(one) for one in data.get("supporters", ())),
        items=tuple(_item(one, day) for one in data.get("items", ())),
        single_parent=_clean(household.get("single_parent", False)),
        id=household.get("id", ""),
        award=_aid(data.get("award")),
        event=_event(data.get("event")),
        holds=tuple(data.get("holds", ())),
        needs=_said(data.get("needs", {})),
    )


def _said(data: Json) -> dict[str, Any]:
    return {code: _clean(one) for code, one in data.items()}


def _event(data: Json | None) -> Event | None:
    return Event(**_dated(data, "on")) if data else None


def _supporter(data: Json) -> Supporter:
    return Supporter(**_dated(data, "born_on"))


def _dated(data: Json, *names: str) -> dict[str, Any]:
    """The fields, unknown as a value and the days named as days."""
    fields = _said(data)
    for name in names:
        if isinstance(fields.get(name), str):
            fields[name] = date.fromisoformat(fields[name])
    return fields


def _aid(data: Json | None) -> Aid | None:
    return Aid(**_said(data)) if data else None


def _member(data: Json) -> Member:
    fields = _dated(data, "born_on", "died_on")
    if isinstance(data.get("cannot_do_alone"), list):
        fields["cannot_do_alone"] = tuple(data["cannot_do_alone"])
    fields["traits"] = _said(data.get("traits", {}))
    fields["disability"], fields["also_disabled"] = _disability(data.get("disability"))
    return Member(**fields)


def _disability(data: Any) -> tuple[Disability | Unknown | None, tuple[Disability, ...]]:
    """The one that weighs most for work, and the others; one not listed leaves all unknown."""
    if data is None:
        return None, ()
    several = data if isinstance(data, list) else [data]
    if data == UNKNOWN_WORD or any(map(_open, several)):
        return UNKNOWN, ()
    first, *others = sorted(several, key=_heaviness)
    return (
        Disability(first["kind"], first["level"]),
        tuple(Disability(one["kind"], one["level"]) for one in others),
    )


def _open(one: Json) -> bool:
    return one["kind"] not in LISTED_KINDS or one["level"] == UNKNOWN_WORD


def _heaviness(one: Json) -> tuple[int, int]:
    """For work: the table of labour weighs mind at any level above hearing at the first."""
    severe = one["level"] <= 2 and one["kind"] not in {"hearing", "speech"}
    mind = one["kind"] in {"intellectual", "mental"}
    return (0 if severe or mind else 1, one["level"])


def _item(data: Json, day: date) -> Item:
    fields = _said(data)
    fields["class_"] = fields.pop("class")
    fields["no_record"] = data.get("amount_fen") == "no_record"
    if fields["no_record"]:
        fields["amount_fen"] = UNKNOWN
    if data.get("code") == "not_answered":
        fields.update(code=UNKNOWN, amount_fen=UNKNOWN, count=UNKNOWN)
    if fields.get("acquired_on") not in (None, UNKNOWN):
        fields["acquired_on"] = date.fromisoformat(data["acquired_on"])
    fields["months"] = _months(data.get("months"), data.get("course", "year"), day)
    return Item(**fields)


def _months(months: Any, course: str, day: date) -> tuple[str, ...]:
    window = cases.window_of(day)
    if months is None:
        return window
    if isinstance(months, int):
        return window[:months] if course == "ended" else window[-months:]
    return tuple(sorted(months))
