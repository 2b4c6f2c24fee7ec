"""Edge families (低保边缘家庭) from 2021-07-01: 2020 年改革意见, 民发〔2022〕83号. A status without money.

The family is computed by the law of dibao of the same day; here stand the higher line, the wider
property and what comes before it in the sorted recognition. Money is fen per year.
"""

from dataclasses import replace
from datetime import date

from doudi.policies.rules.builders import NOTHING, for_household
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.screening import below
from doudi.policies.rules.vocabulary import (
    text,
    flag,
    word,
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
    more_than,
    not_,
    of_owner,
    parameter,
    ratio,
    total_of,
    unknown,
)

WHO = "民发〔2021〕57号第七条"
INCOME = "2020 年《关于改革完善社会救助制度的意见》；民发〔2022〕83号"
PROPERTY = "民发〔2022〕83号（财产规定由各地定）"
SORTED = "2020 年《关于改革完善社会救助制度的意见》：分类审核认定"

TODAY = date(2021, 7, 1)
DIBAO = rule_of("dibao", TODAY)
EXIT = rule_of("gradual_exit", TODAY)
TEKUN = rule_of("tekun", TODAY)
BY_ID = {one.id: one for one in DIBAO.criteria}
COUNTABLE, LINE = BY_ID["dibao.2"].value, BY_ID["dibao.2"].threshold
PEOPLE, COUNTED = DIBAO.people, DIBAO.counted

# --- income -----------------------------------------------------------------------------------

NUM, DEN = ratio("edge.multiple")
BELOW = below(TODAY, NUM, DEN)
HAS_FLOOR = equals(word("edge.lower_line"), "standard")
FLOOR = choose((HAS_FLOOR, LINE), otherwise=NOTHING)
ABOVE = choose((HAS_FLOOR, not_(BY_ID["dibao.2"].result)), otherwise=True)

# --- property: as dibao, some limits a factor higher ------------------------------------------

WIDER, OF = ratio("edge.property.factor")
OWNED_IN = of_owner(any_of(COUNTED, equals(word("members.out_income"), "inside")), True)
NO_RECORD = flag("item", "no_record")
FULL_REGISTER = in_list(text("item", "dataset"), word("sources.full_registers"))


def asset(name: str) -> Node:
    return all_of(
        equals(text("item", "kind"), "asset"), equals(text("item", "class"), name), OWNED_IN
    )


def _money() -> tuple[Node, Node]:
    """12 x assets <= months x a year's line x the factor: no division is made."""
    amount = choose(
        (NO_RECORD, choose((FULL_REGISTER, 0), otherwise=unknown())),
        otherwise=field("item", "amount_fen"),
    )
    limit = BY_ID["dibao.3"].threshold * WIDER
    known = known_total_of(amount, asset("financial")) * 12
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

ALL_TEKUN = all_of(
    at_least(PEOPLE, 1), every_row(any_of(not_(COUNTED), TEKUN.counted))
)
FIRST = not_(any_of(ALL_TEKUN, DIBAO.met, EXIT.met))

MET = all_of(
    at_least(PEOPLE, 1), BELOW, ABOVE, FIRST, MONEY_WITHIN, HOMES_WITHIN,
    *(BY_ID[key].result for key in THINGS),
)  # fmt: skip
EXCESS = choose((BELOW, 0), otherwise=largest(0, COUNTABLE * DEN - LINE * NUM))

# --- what is shown ----------------------------------------------------------------------------


def _yes(part: Node) -> Node:
    return choose((part, 1), otherwise=NOTHING)


def _criteria() -> tuple[Criterion, ...]:
    income, money, homes = BY_ID["dibao.2"], BY_ID["dibao.3"], BY_ID["dibao.4"]
    return (
        Criterion("edge.1", WHO, "有共同生活的家庭成员", at_least(PEOPLE, 1), PEOPLE, NOTHING + 1,
                  "people", asks="members"),
        Criterion("edge.2", INCOME, "全年可计收入低于低保标准的规定倍数（全家全年）", BELOW,
                  COUNTABLE, half_up(LINE * NUM, DEN), "fen_per_year", income.feeds, "income"),
        Criterion("edge.3", INCOME, "当地有收入下限的，全年可计收入不低于低保标准", ABOVE, COUNTABLE,
                  FLOOR, "fen_per_year", income.feeds, "income"),
        Criterion("edge.4", SORTED, "不是特困、低保或者渐退期的家庭", FIRST, _yes(FIRST), NOTHING + 1,
                  "count"),
        Criterion("edge.5", PROPERTY, "金融资产不超过低保限额的规定倍数（乘以 12 后比较）",
                  MONEY_WITHIN, money.value, MONEY_LIMIT, "fen_x12", money.feeds, "asset"),
        Criterion("edge.6", PROPERTY, "住房套数和面积不超过规定", HOMES_WITHIN, homes.value,
                  homes.threshold, "count", homes.feeds, "asset"),
        *(
            replace(BY_ID[key], id=f"edge.{number}", article=PROPERTY, asks="asset")
            for number, key in enumerate(THINGS, 7)
        ),
    )


def _sheet(monthly: tuple[Line, ...]) -> tuple[Line, ...]:
    """How the income was found: dibao takes each part off its line, here they are added up."""
    parts = [one for one in DIBAO.sheet if one.per == "year"]
    kept = {"standard", "income.over_line", "gap"}
    return (
        *(
            replace(one, label=one.label.translate(TURNED), amount=one.amount * -1)
            for one in parts
            if one.code not in kept
        ),
        Line("income", "全年可计收入", COUNTABLE, "year", "total"),
        *monthly,
    )


TURNED = str.maketrans({"减": "加", "加": "减"})
REMARKS = (
    Remark("valid", "身份自认定之日起 12 个月有效，期满要重新申请", MET),
    Remark("single", "家里有重残、重病的人，可以单独申请低保（单人保）", MET),
)  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    made = for_household(
        criteria=_criteria(), met=MET, label="低保边缘家庭", counted=COUNTED, remarks=REMARKS
    )
    return replace(
        made,
        over_by=ceil_to(EXCESS, PEOPLE * 12 * DEN),
        ground=DIBAO.ground,
        grounds=DIBAO.grounds,
        item_counts=DIBAO.item_counts,
        item_year=DIBAO.item_year,
        sheet=_sheet(made.sheet),
    )
