"""What a family's file may hold, as JSON Schema: fields, codes, limits."""

from __future__ import annotations

from typing import Any

from doudi.policies.rules import cases

# An amount times months, shares and people stays within the 64 bits that every reader has.
MONEY_LIMIT = 10**11
UNKNOWN_WORD = "unknown"


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


def _answers(text: str) -> dict[str, Any]:
    return {
        "description": text,
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$", "maxLength": 60},
        "additionalProperties": {"enum": [True, False, UNKNOWN_WORD]},
        "maxProperties": 200,
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
    "description": "残疾证上的类别与等级；null 无，unknown 未知；多重残疾用列表，每一种都算",
    "anyOf": [
        {"type": "null"},
        {"const": UNKNOWN_WORD},
        {"$ref": "#/$defs/disability"},
        {"type": "array", "items": {"$ref": "#/$defs/disability"}, "minItems": 1},
    ],
}

PARENT_STATES = (
    "able", "dead", "missing", "severe_disability", "major_illness", "prison", "compulsory_detox",
    "restricted", "lost_contact", "custody_revoked", "deported",
)  # fmt: skip

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
        "cannot_do_alone": {
            "description": "六项日常动作中不能自己完成的：吃饭、穿衣、上下床、如厕、室内行走、"
            "洗澡；都能完成写空列表；没有评估不写",
            "anyOf": [
                {"const": UNKNOWN_WORD},
                {
                    "type": "array",
                    "items": {"enum": ["eat", "dress", "bed", "toilet", "walk", "bathe"]},
                    "uniqueItems": True,
                },
            ],
        },
        "care_months": _number("已经或预计连续需要他人照料的月数；没有问不写", 999),
        "placement": _codes("供养地点：home 在家（分散）、institution 机构（集中）", "home",
                            "institution"),
        "father": _codes("未成年人的父亲的情况；没有问不写", *PARENT_STATES),
        "mother": _codes("未成年人的母亲的情况；没有问不写", *PARENT_STATES),
        "father_months": _number("父亲服刑、强制隔离戒毒、失联等已有的月数", 999),
        "mother_months": _number("母亲服刑、强制隔离戒毒、失联等已有的月数", 999),
        "died_on": {"anyOf": [{"type": "null"}, _day("死亡日期；在世不写")]},
        "traits": _answers("其他情况：代码对应 true、false 或 unknown；没有问的不写"),
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
        "born_on": _day("义务人出生日期"),
        "condition": _codes(
            "义务人的情况：able 有能力；tekun 特困；dibao 低保；severe_disability 重度残疾；"
            "mind_level_3 三级智力、精神残疾；no_capacity 无民事行为能力；missing 失踪；"
            "prison 服刑",
            "able",
            "tekun",
            "dibao",
            "severe_disability",
            "mind_level_3",
            "no_capacity",
            "missing",
            "prison",
        ),
        "own_income_fen": _number("义务人本人全年收入（分）"),
        "property_within": _flag("义务人财产是否符合当地规定"),
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
        "event": {
            "description": "遭遇的急难或支出；没有不写",
            "type": "object",
            "additionalProperties": False,
            "required": ["kind"],
            "properties": {
                "kind": _codes(
                    "事由：accident 意外、traffic 交通事故、illness 重病、fire 火灾、"
                    "disaster 自然灾害、death 家人亡故、unemployment 失业、"
                    "schooling 就学、other 其他", "none",
                    "accident", "traffic", "illness", "fire", "disaster", "death", "unemployment",
                    "schooling", "other",
                ),
                "on": _day("发生日期"),
                "cost_fen": _number("因此负担的费用或损失（分）"),
                "refund_fen": _number("保险、赔偿和其他救助已经承担的部分（分）"),
                "again": _flag("同一事由是否已经救助过"),
                "aided_fen": _number("过去 12 个月临时救助已发放（分）"),
            },
        },
        "holds": {
            "description": "家庭已经认定的身份：tekun dibao dibao_single edge rigid 等；没有不写",
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
            "maxItems": 50,
        },
        "needs": _answers("家庭说的需要：代码对应 true、false 或 unknown；没有问的不写"),
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
