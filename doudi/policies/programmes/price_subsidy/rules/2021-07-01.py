"""Price-linked temporary subsidy (价格临时补贴) from 2021-07-01: the linking mechanism.

An index is written in thousandths of the same month a year before: 1035 is a rise of 3.5 %.
It starts by itself in a month whose index reaches the line; nobody applies.
"""

from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    any_of,
    any_row,
    at_least,
    choose,
    count_of,
    equals,
    field,
    half_up,
    in_list,
    is_so,
    largest,
    parameter,
    text,
    word,
)

BASIS = "社会救助和保障标准与物价上涨挂钩联动机制"

DIBAO = rule_of("dibao", date(2021, 7, 1))
EDGE = rule_of("edge", date(2021, 7, 1))
ORPHAN, FACTUAL = rule_of("orphan", date(2021, 7, 1)), rule_of("factual_orphan", date(2021, 7, 1))
ONE = NOTHING + 1
RECEIVES, HOLDS = text("member", "receives"), text("case", "holds")

# --- does it start? ---------------------------------------------------------------------------

CPI, FOOD = parameter("price.cpi"), parameter("price.food")
CPI_LINE, FOOD_LINE = parameter("price.start.cpi"), parameter("price.start.food")
STARTED = any_of(at_least(CPI, CPI_LINE), at_least(FOOD, FOOD_LINE))

# --- who --------------------------------------------------------------------------------------

IN_DIBAO = any_of(
    equals(RECEIVES, "dibao_single"),
    all_of(DIBAO.counted, any_of(in_list("dibao", HOLDS), DIBAO.met)),
)
IN_EDGE = any_of(in_list("edge", HOLDS), all_of(EDGE.counted, EDGE.met))
TEKUN = any_of(
    equals(RECEIVES, "tekun"), all_of(in_list("tekun", HOLDS), equals(count_of(LIVING), 1))
)


def group(code: str, holds: Node) -> Node:
    """A group counts where and while it is named."""
    return all_of(in_list(code, word("price.groups")), holds)


GROUPS = {
    "dibao": group("dibao", IN_DIBAO),
    "tekun": group("tekun", TEKUN),
    "orphan": group("orphan", ORPHAN.counted),
    "factual_orphan": group("factual_orphan", FACTUAL.counted),
    "edge": group("edge", IN_EDGE),
    "unemployment": group("unemployment", is_so("member", "unemployment_insurance")),
    "unemployment_aid": group("unemployment_aid", is_so("member", "unemployment_aid")),
    "privileged": group("privileged", is_so("member", "preferential_object")),
    "hiv_child": group("hiv_child", is_so("member", "hiv_child")),
}
REASONS = {
    "dibao": "低保对象",
    "tekun": "特困人员",
    "orphan": "孤儿",
    "factual_orphan": "事实无人抚养儿童",
    "edge": "低保边缘家庭成员",
    "unemployment": "领取失业保险金的人",
    "unemployment_aid": "领取失业补助金的人",
    "privileged": "优抚对象",
    "hiv_child": "艾滋病病毒感染儿童",
}
LISTED = all_of(LIVING, any_of(*GROUPS.values()))
ENTITLED = all_of(STARTED, LISTED)

# --- how much: once for a person, however many groups he is in ------------------------------------

STANDARD = choose(
    (
        equals(text("member", "registration"), "urban"),
        parameter("dibao.standard.urban"),
    ),
    otherwise=parameter("dibao.standard.rural"),
)
RISE = largest(0, parameter("price.scpi") - 1000)
AMOUNT = largest(half_up(STANDARD * RISE, 12 * ONE * 1000), parameter("price.least_fen"))


def _criteria() -> tuple[Criterion, ...]:
    return (
        Criterion("price_subsidy.1", BASIS, "居民消费价格或者食品价格的同比指数达到启动线",
                  STARTED, CPI, CPI_LINE, "count"),
        Criterion("price_subsidy.2", BASIS, "家里有人属于规定的对象", any_row(LISTED),
                  count_of(LISTED), ONE, "people"),
    )  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=_criteria(),
        entitled=ENTITLED,
        amount=AMOUNT,
        label="价格临时补贴",
        reason=choose(*((holds, code) for code, holds in GROUPS.items()), otherwise="none"),
        reasons=REASONS,
        remarks=(
            Remark("month", "只发指数达到启动线的那个月；不用申请，同一人只发一份",
                   any_row(ENTITLED)),
        ),
    )  # fmt: skip
