"""The closed list of what may be stated: code, Chinese title, and the shape of its value.

Item values (income, asset, expense, supporter) are JSON objects with the fields of the item in
`policies.rules.schema`, without kind, class, member, source and as_of, which the fact itself has.
"""

from dataclasses import dataclass

ITEM = "item"
CODE = "code"
FLAG = "flag"


@dataclass(frozen=True)
class Attribute:
    code: str
    title: str
    shape: str
    personal: bool = False


ATTRIBUTES: dict[str, Attribute] = {
    one.code: one
    for one in (
        Attribute("person.student", "在读阶段", CODE, personal=True),
        Attribute("person.disability", "残疾类别与等级", ITEM, personal=True),
        Attribute("person.illness", "疾病", CODE, personal=True),
        Attribute("person.absence", "不在家庭中的情形", CODE, personal=True),
        Attribute("person.lives_with", "是否长期共同居住", FLAG, personal=True),
        Attribute("person.cannot_live_alone", "是否不能独立生活", FLAG, personal=True),
        Attribute("person.employment", "就业状况", CODE, personal=True),
        Attribute("person.registration", "户籍类别", CODE, personal=True),
        Attribute("person.receives", "已单独享受的救助", CODE, personal=True),
        Attribute("household.single_parent", "单亲家庭", FLAG),
        Attribute("supporter", "赡养、抚养、扶养义务人", ITEM),
        Attribute("income.wage", "工资性收入", ITEM),
        Attribute("income.business", "经营收入", ITEM),
        Attribute("income.property", "财产收入", ITEM),
        Attribute("income.transfer", "转移收入", ITEM),
        Attribute("income.other", "其他收入", ITEM),
        Attribute("asset.financial", "金融资产", ITEM),
        Attribute("asset.home", "住房", ITEM),
        Attribute("asset.vehicle", "机动车", ITEM),
        Attribute("asset.machine", "大型农机具、船舶", ITEM),
        Attribute("asset.firm", "企业、个体工商户", ITEM),
        Attribute("asset.non_residential", "非居住用房", ITEM),
        Attribute("expense.business", "经营成本", ITEM),
        Attribute("expense.property", "财产收入的成本", ITEM),
        Attribute("expense.transfer", "转移支出", ITEM),
        Attribute("expense.medical", "医疗支出", ITEM),
        Attribute("expense.schooling", "就学支出", ITEM),
        Attribute("expense.disability", "残疾康复支出", ITEM),
        Attribute("expense.employment", "必要就业成本", ITEM),
    )
}


class UnknownAttribute(LookupError):
    """The code is not in the closed list: a fault of the program, never of a person."""


def attribute(code: str) -> Attribute:
    if code not in ATTRIBUTES:
        raise UnknownAttribute(code)
    return ATTRIBUTES[code]
