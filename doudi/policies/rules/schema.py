"""What may be given to `doudi assess`: the JSON Schema, and one clear line for every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from doudi.policies.rules import cases
from doudi.policies.rules.cases import Aid, Case, Disability, Item, Member, Supporter
from doudi.policies.rules.faults import shape_faults
from doudi.policies.rules.unknown import UNKNOWN

# Readers divide through a double, exact below 9e15: no input may come near it in a product.
MONEY_LIMIT = 10**11
TOTAL_LIMIT = 10**12
UNKNOWN_WORD = "unknown"

Json = Mapping[str, Any]


class Faults(ValueError):
    """The input cannot be read; `lines` says why, one Chinese sentence per fault."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _codes(text: str, *codes: str) -> dict[str, Any]:
    return {"description": text, "enum": [*codes, UNKNOWN_WORD]}


def _flag(text: str) -> dict[str, Any]:
    return {"description": text, "enum": [True, False, UNKNOWN_WORD]}


def _number(text: str, limit: int = MONEY_LIMIT) -> dict[str, Any]:
    return {
        "description": text,
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": limit},
            {"const": UNKNOWN_WORD},
        ],
    }


def _day(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "type": "string",
        "pattern": r"^(\d{4}-\d{2}-\d{2}|unknown)$",
        "format": "date-or-unknown",
    }


def _words(text: str) -> dict[str, Any]:
    return {"description": text, "type": "string", "maxLength": 200}


MONTHS = {
    "description": "金额所属月份：YYYY-MM 列表，或申请前 12 个月窗口内的月数；不写表示整个窗口",
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 12},
        {
            "type": "array",
            "items": {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
            "minItems": 1,
            "maxItems": 36,
            "uniqueItems": True,
        },
    ],
}

DISABILITY = {
    "description": "残疾证上的类别与等级；null 无，unknown 未知；多重残疾用列表，取最重",
    "anyOf": [
        {"type": "null"},
        {"const": UNKNOWN_WORD},
        {"$ref": "#/$defs/disability"},
        {"type": "array", "items": {"$ref": "#/$defs/disability"}, "minItems": 1},
    ],
}

MEMBER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "relation", "born_on"],
    "properties": {
        "id": _words("成员编号，本文件内唯一"),
        "name": _words("显示用的称呼，可不写"),
        "relation": {
            "description": "与申请人的关系；self 为申请人本人，有且只有一人",
            "enum": [
                "self", "spouse", "child", "parent", "sibling", "grandparent", "grandchild",
                "child_in_law", "other",
            ],
        },
        "born_on": _day("出生日期 YYYY-MM-DD"),
        "sex": _codes("性别", "male", "female"),
        "registration": _codes("户籍类别；不写则同家庭", "urban", "rural"),
        "student": _codes(
            "在读阶段（全日制）", "none", "preschool", "compulsory", "high_school", "vocational",
            "undergraduate", "postgraduate",
        ),
        "disability": DISABILITY,
        "illness": _codes("疾病：无、慢性病、重大疾病", "none", "chronic", "major"),
        "absence": _codes(
            "不在家庭中的法定情形：服刑、强制隔离戒毒、宣告失踪、脱离家庭三年以上的教职人员、义务兵",
            "none", "prison", "compulsory_detox", "missing", "cleric_3_years", "conscript",
        ),
        "lives_with": _flag("是否长期共同居住；不写为是"),
        "cannot_live_alone": _flag("成年子女是否不能独立生活；不写为否"),
        "support_duty": _flag("是否互有法定赡养、扶养、抚养义务；不写则按关系"),
        "employment": _codes(
            "就业状况；carer 照料重残重病家人，unable 经核实确实不能劳动", "none", "employed",
            "self_employed", "farming", "job_seeking", "carer", "unable", "retired",
        ),
        "receives": _codes("已单独享受的救助：特困、单人保", "none", "tekun", "dibao_single"),
    },
}  # fmt: skip

SUPPORTER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "supports"],
    "properties": {
        "id": _words("赡养、抚养、扶养义务人编号"),
        "supports": _words("被赡养、抚养、扶养的成员编号"),
        "relation": _words("义务人与该成员的关系"),
        "consent": _flag("义务人是否授权核对；不写为是"),
        "agreed_fen": _number("判决或协议的全年金额（分）；没有则不写"),
        "paid_fen": _number("过去 12 个月实际给付（分）；不要再列为收入"),
        "household_size": _number("义务人家庭人数", 99),
        "household_income_fen": _number("义务人家庭全年收入（分）"),
        "supported_count": _number("义务人共同负担的被赡养人数", 99),
        "source": _words("信息来源"),
        "as_of": _words("信息截止日期"),
    },
}

ITEM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "class"],
    "properties": {
        "kind": {"description": "收入、财产或支出", "enum": ["income", "asset", "expense"]},
        "class": {
            "description": "收入：wage business property transfer other；支出：同名类的成本，或 "
            "medical schooling disability employment；财产：financial home vehicle machine firm "
            "non_residential",
            "enum": [
                "wage", "business", "property", "transfer", "other", "medical", "schooling",
                "disability", "employment", "financial", *cases.PROPERTY_CLASSES,
            ],
        },
        "code": _words(
            "项目代码，如 wage、basic_pension、dibao、car；not_answered 表示该来源没有答复"
        ),
        "member": {
            "description": "所属成员编号；家庭共有的不写",
            "anyOf": [{"type": "null"}, {"type": "string"}],
        },
        "amount_fen": {
            "description": "金额（分）：months 各月的合计；未知写 unknown；查无记录写 no_record",
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MONEY_LIMIT},
                {"enum": [UNKNOWN_WORD, "no_record"]},
            ],
        },
        "months": MONTHS,
        "course": {
            "description": "year 照窗口合计；started 窗口内开始且仍在继续；ended 窗口内已经结束",
            "enum": ["year", "started", "ended"],
        },
        "refund_fen": _number("已经报销、补偿的金额（分）"),
        "public_fen": _number("同类公办学校价格（分）；不写则按实付"),
        "dataset": _words("数据集代码：查无记录是否算零由参数 sources.full_registers 决定"),
        "count": _number("数量（住房套数）", 999),
        "area_m2": _number("建筑面积（平方米）", 999_999),
        "from_demolition": _flag("是否拆迁安置房"),
        "acquired_by": _codes("取得方式", "bought", "built", "inherited", "demolition", "other"),
        "acquired_on": _day("取得日期 YYYY-MM-DD"),
        "source": _words("来源：谁说的"),
        "as_of": _words("截止日期"),
    },
}  # fmt: skip

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "doudi assess 输入",
    "description": "一个家庭在某日某地的情况。金额一律为整数分；未知写 unknown，不写 0。",
    "type": "object",
    "additionalProperties": False,
    "required": ["date", "place", "registration", "members"],
    "properties": {
        "date": {
            "description": "申请日期 YYYY-MM-DD（北京日期），决定适用的规则和参数",
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}$",
            "format": "date-or-unknown",
        },
        "place": {
            "description": "行政区划代码，前 4 至 12 位",
            "type": "string",
            "pattern": r"^\d{2}(\d{2}){0,2}(\d{3}){0,2}$",
        },
        "registration": _codes("家庭户籍类别", "urban", "rural"),
        "household": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "id": _words("家庭编号"),
                "single_parent": _flag("是否单亲家庭；不写为否"),
            },
        },
        "members": {"type": "array", "minItems": 1, "maxItems": 99, "items": MEMBER},
        "award": {
            "description": "在享低保：每月金额、就业增加的全年收入、渐退期已用月数；没有不写",
            "type": "object",
            "additionalProperties": False,
            "required": ["amount_fen", "work_rise_fen"],
            "properties": {
                "amount_fen": _number("每月金额（分）"),
                "work_rise_fen": _number("因就业增加的全年收入（分）"),
                "months_used": _number("渐退期已用月数", 99),
            },
        },
        "supporters": {"type": "array", "maxItems": 99, "items": SUPPORTER},
        "items": {"type": "array", "maxItems": 999, "items": ITEM},
    },
    "$defs": {
        "disability": {
            "type": "object",
            "additionalProperties": False,
            "required": ["kind", "level"],
            "properties": {
                "kind": _codes(
                    "残疾类别", "sight", "hearing", "speech", "limb", "intellectual", "mental",
                    "other",
                ),
                "level": {
                    "description": "等级 1 至 4",
                    "anyOf": [
                        {"type": "integer", "minimum": 1, "maximum": 4},
                        {"const": UNKNOWN_WORD},
                    ],
                },
            },
        }
    },
}  # fmt: skip


LISTED_KINDS = frozenset({"sight", "hearing", "speech", "limb", "intellectual", "mental"})


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
    for index, item in enumerate(data.get("items", ())):
        got = item.get("acquired_on", UNKNOWN_WORD)
        if got != UNKNOWN_WORD and _date_or_none(got) is None:
            yield f"items[{index}].acquired_on：没有这一天"


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
        supporters=tuple(
            Supporter(**{key: _clean(value) for key, value in one.items()})
            for one in data.get("supporters", ())
        ),
        items=tuple(_item(one, day) for one in data.get("items", ())),
        single_parent=_clean(household.get("single_parent", False)),
        id=household.get("id", ""),
        award=_aid(data.get("award")),
    )


def _aid(data: Json | None) -> Aid | None:
    return Aid(**{key: _clean(value) for key, value in data.items()}) if data else None


def _member(data: Json) -> Member:
    fields = {key: _clean(value) for key, value in data.items()}
    if fields["born_on"] is not UNKNOWN:
        fields["born_on"] = date.fromisoformat(data["born_on"])
    fields["disability"] = _disability(data.get("disability"))
    return Member(**fields)


def _disability(data: Any) -> Any:
    """The heaviest of several; a kind or level that is not listed leaves it unknown."""
    if data is None or data == UNKNOWN_WORD:
        return _clean(data)
    several = data if isinstance(data, list) else [data]
    if any(one["kind"] not in LISTED_KINDS or one["level"] == UNKNOWN_WORD for one in several):
        return UNKNOWN
    heaviest = min(several, key=_heaviness)
    return Disability(heaviest["kind"], heaviest["level"])


def _heaviness(one: Json) -> tuple[int, int]:
    severe = one["level"] <= 2 and one["kind"] not in {"hearing", "speech"}
    mind = one["kind"] in {"intellectual", "mental"}
    return (0 if severe or mind else 1, one["level"])


def _item(data: Json, day: date) -> Item:
    fields = {key: _clean(value) for key, value in data.items()}
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
