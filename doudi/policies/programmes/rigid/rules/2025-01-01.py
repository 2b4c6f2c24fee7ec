"""Families with rigid expenditure (刚性支出困难家庭) from 2025-01-01. A status without money.

The income is that of dibao before anything is deducted; the bills are weighed against it once
more by a formula of their own (domain: not dibao after deduction). Money is fen per year.
"""

from dataclasses import replace
from datetime import date

from doudi.policies.rules.builders import NOTHING, for_household
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    text,
    flag,
    word,
    sum_of,
    Node,
    all_of,
    any_of,
    at_least,
    at_most,
    ceil_to,
    choose,
    equals,
    every_row,
    field,
    half_up,
    in_list,
    is_known,
    known_or,
    known_total_of,
    largest,
    less_than,
    months_within,
    more_than,
    not_,
    of_owner,
    parameter,
    ratio,
    smallest,
    total_of,
    unknown,
)

INCOME = "刚性支出困难家庭认定办法第四条第一项"
PROPERTY = "刚性支出困难家庭认定办法第四条（财产规定由各地定）"
SPENDING = "刚性支出困难家庭认定办法第四条、第五条"
SORTED = "刚性支出困难家庭认定办法第四条；国办发〔2023〕39号"

TODAY = date(2021, 7, 1)
DIBAO = rule_of("dibao", TODAY)
EXIT = rule_of("gradual_exit", TODAY)
EDGE = rule_of("edge", TODAY)
TEKUN = rule_of("tekun", TODAY)
BY_ID = {one.id: one for one in DIBAO.criteria}
YEARLY = {one.code: one for one in DIBAO.sheet if one.per == "year"}
PEOPLE, COUNTED, LINE = DIBAO.people, DIBAO.counted, BY_ID["dibao.2"].threshold


# --- income before anything is deducted -------------------------------------------------------

IMPUTED_IN = equals(word("rigid.imputed"), "in")
CLASSES = {
    f"income.{name}": YEARLY[f"income.{name}"].amount * -1
    for name in ("wage", "business", "labour", "property", "transfer", "other")
}
CLASSES["income.labour"] = choose((IMPUTED_IN, CLASSES["income.labour"]), otherwise=NOTHING)
TOTAL_INCOME = sum_of(*CLASSES.values())
LIMIT = parameter("disposable_income.last_year") * PEOPLE


def _below() -> Node:
    least = BY_ID["dibao.2"].least
    over = all_of(
        equals(word("verdict.over_on_known"), "not_met"),
        # imputed income is in that floor: it proves nothing where it does not count here
        any_of(IMPUTED_IN, equals(word("labour.test"), "off")),
        is_known(least),
        at_least(least, LIMIT),
    )
    return choose((known_or(over, False), False), otherwise=less_than(TOTAL_INCOME, LIMIT))


BELOW = _below()

# --- rigid expenditure ------------------------------------------------------------------------

OWNED_IN = of_owner(any_of(COUNTED, equals(word("members.out_income"), "inside")), True)
NO_RECORD = flag("item", "no_record")
FULL_REGISTER = in_list(text("item", "dataset"), word("sources.full_registers"))
AMOUNT = choose(
    (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
    otherwise=field("item", "amount_fen"),
)
# the law of this family names twelve months before the application, whatever dibao's window is
INSIDE = months_within(field("case", "month_first"), field("case", "month_last"))


def _of_year(amount: Node) -> Node:
    months = field("item", "months")
    return choose(
        (equals(INSIDE, 0), 0),
        (equals(INSIDE, months), amount),
        otherwise=half_up(amount * INSIDE, months),
    )


BILL = _of_year(largest(0, AMOUNT - field("item", "refund_fen")))
PUBLIC = smallest(BILL, _of_year(field("item", "public_fen")))


def expense(name: str) -> Node:
    return all_of(
        equals(text("item", "kind"), "expense"), equals(text("item", "class"), name), OWNED_IN
    )


AT_SCHOOL = of_owner(in_list(text("member", "student"), word("rigid.schooling.levels")), True)
BILLS = {
    "medical": (BILL, expense("medical")),
    "schooling": (PUBLIC, all_of(expense("schooling"), AT_SCHOOL)),
    "disability": (BILL, expense("disability")),
}
PARTS = {name: total_of(*one) for name, one in BILLS.items()}
SPENT = sum_of(*PARTS.values())
SPENT_KNOWN = sum_of(*(known_total_of(*one) for one in BILLS.values()))
NUM, DEN = ratio("rigid.ratio")


def _heavy() -> Node:
    """Spending : income > the ratio, without dividing; what is known may be enough."""
    enough = more_than(SPENT_KNOWN * DEN, TOTAL_INCOME * NUM)
    return choose(
        (known_or(enough, False), True), otherwise=more_than(SPENT * DEN, TOTAL_INCOME * NUM)
    )


HEAVY = _heavy()

# --- property: as dibao, some limits a factor higher ------------------------------------------

WIDER, OF = ratio("rigid.property.factor")


def asset(name: str) -> Node:
    return all_of(
        equals(text("item", "kind"), "asset"), equals(text("item", "class"), name), OWNED_IN
    )


def _money() -> tuple[Node, Node]:
    """12 x assets <= months x a year's line x the factor: no division is made."""
    limit = BY_ID["dibao.3"].threshold * WIDER
    known = known_total_of(AMOUNT, asset("financial")) * 12
    over = more_than(known * OF, limit)
    within = at_most(BY_ID["dibao.3"].value * OF, limit)
    return choose((known_or(over, False), False), otherwise=within), half_up(limit, OF)


def _homes() -> Node:
    count = choose(
        (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
        otherwise=field("item", "count"),
    )
    moved, home = flag("item", "from_demolition"), asset("home")
    area = total_of(choose((equals(count, 0), 0), otherwise=field("item", "area_m2")), home) * OF
    head = parameter("property.home.area_per_head_m2") * PEOPLE * WIDER
    too_many = all_of(
        at_least(total_of(count, all_of(home, not_(moved))), parameter("property.home.count")),
        more_than(area, head * parameter("property.home.area_times")),
    )
    too_many_resettled = all_of(
        at_least(total_of(count, all_of(home, moved)), parameter("property.home.resettled_count")),
        more_than(area, head * parameter("property.home.resettled_area_times")),
    )
    return not_(any_of(too_many, too_many_resettled))


MONEY_WITHIN, MONEY_LIMIT = _money()
HOMES_WITHIN = _homes()
THINGS = ("dibao.5", "dibao.6", "dibao.7", "dibao.8", "dibao.9")

# --- what comes first in the sorted recognition -----------------------------------------------

ALL_TEKUN = all_of(at_least(PEOPLE, 1), every_row(any_of(not_(COUNTED), TEKUN.counted)))
FIRST = not_(any_of(ALL_TEKUN, DIBAO.met, EXIT.met, EDGE.met))

MET = all_of(
    at_least(PEOPLE, 1), BELOW, HEAVY, FIRST, MONEY_WITHIN, HOMES_WITHIN,
    *(BY_ID[key].result for key in THINGS),
)  # fmt: skip
EXCESS = choose((BELOW, 0), otherwise=largest(0, TOTAL_INCOME - LIMIT))

# --- what is shown ----------------------------------------------------------------------------

EXPENSES = tuple(("expense", name) for name in BILLS)


def _yes(part: Node) -> Node:
    return choose((part, 1), otherwise=NOTHING)


def _criteria() -> tuple[Criterion, ...]:
    income, money, homes = BY_ID["dibao.2"], BY_ID["dibao.3"], BY_ID["dibao.4"]
    return (
        Criterion("rigid.1", INCOME, "有共同生活的家庭成员", at_least(PEOPLE, 1), PEOPLE, NOTHING + 1,
                  "people", asks="members"),
        Criterion("rigid.2", INCOME, "人均收入低于当地上年人均可支配收入（全家全年）", BELOW,
                  TOTAL_INCOME, LIMIT, "fen_per_year", income.feeds, "income"),
        Criterion("rigid.3", SPENDING, "12 个月刚性支出超过家庭总收入的规定比例（全家全年）", HEAVY,
                  SPENT, half_up(TOTAL_INCOME * NUM, DEN), "fen_per_year", EXPENSES, "expense"),
        Criterion("rigid.4", SORTED, "不是特困、低保、渐退期或者低保边缘家庭", FIRST, _yes(FIRST),
                  NOTHING + 1, "count"),
        Criterion("rigid.5", PROPERTY, "金融资产不超过低保限额的规定倍数（乘以 12 后比较）",
                  MONEY_WITHIN, money.value, MONEY_LIMIT, "fen_x12", money.feeds, "asset"),
        Criterion("rigid.6", PROPERTY, "住房套数和面积不超过规定", HOMES_WITHIN, homes.value,
                  homes.threshold, "count", homes.feeds, "asset"),
        *(
            replace(BY_ID[key], id=f"rigid.{number}", article=PROPERTY, asks="asset")
            for number, key in enumerate(THINGS, 7)
        ),
    )


LABELS = {
    "medical": "医疗支出（已扣报销）",
    "schooling": "教育支出（不高于公办价格）",
    "disability": "残疾康复支出（已扣补贴）",
}


def _sheet(monthly: tuple[Line, ...]) -> tuple[Line, ...]:
    return (
        *(
            replace(YEARLY[code], label=YEARLY[code].label.removeprefix("减："), amount=amount)
            for code, amount in CLASSES.items()
        ),
        Line("income", "家庭总收入（全年，不扣刚性支出）", TOTAL_INCOME, "year", "total"),
        *(
            Line(f"rigid.{name}", LABELS[name], amount, "year", "part", (("expense", name),))
            for name, amount in PARTS.items()
        ),
        Line("rigid", "刚性支出合计（全年）", SPENT, "year", "total"),
        *monthly,
    )


REMARKS = (
    Remark("valid", "身份自认定之日起不超过 12 个月有效，期满要重新申请，没有变化的材料不再交", MET),
    Remark("refund", "以后还有报销、补偿的，按净支出重新核算", all_of(MET, more_than(PARTS["medical"], 0))),
)  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    made = for_household(
        criteria=_criteria(), met=MET, label="刚性支出困难家庭", counted=COUNTED, remarks=REMARKS
    )
    return replace(
        made,
        over_by=ceil_to(EXCESS, PEOPLE * 12),
        ground=DIBAO.ground,
        grounds=DIBAO.grounds,
        item_counts=DIBAO.item_counts,
        item_year=DIBAO.item_year,
        sheet=_sheet(made.sheet),
    )
