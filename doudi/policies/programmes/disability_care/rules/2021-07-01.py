"""Care subsidy of severely disabled persons (重度残疾人护理补贴): no means test."""

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.disability import disabled
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    age_on,
    all_of,
    any_of,
    any_row,
    at_least,
    count_of,
    equals,
    field,
    half_up,
    in_list,
    is_so,
    less_than,
    not_,
    parameter,
    text,
)

BASIS = "国发〔2015〕52号；各省规定"

ONE = NOTHING + 1
AGE = age_on(field("member", "born_on"), field("case", "age_on"))
RECEIVES, HOLDS = text("member", "receives"), text("case", "holds")

SEVERE = all_of(LIVING, disabled(most=parameter("disability_care.level")))
LONG = at_least(field("member", "care_months"), parameter("disability_care.months"))
NEEDS_CARE = all_of(SEVERE, LONG)
# a household of one that is tekun is this person
TEKUN = any_of(
    equals(RECEIVES, "tekun"), all_of(in_list("tekun", HOLDS), equals(count_of(LIVING), 1))
)
NO_TEKUN = all_of(NEEDS_CARE, not_(TEKUN))
# nobody is asked for a work injury who was never of the age to work
WORK_INJURY = all_of(at_least(AGE, 16), is_so("member", "work_injury_care"))
ENTITLED = all_of(NO_TEKUN, not_(WORK_INJURY))
AMOUNT = half_up(parameter("disability_care.amount"), 12)


def _step(number: int, label: str, who: Node, asks: str) -> Criterion:
    """Each condition among those who meet the ones before, so that one person meets them all."""
    return Criterion(
        f"disability_care.{number}", BASIS, label, any_row(who), count_of(who), ONE, "people",
        (), asks,
    )  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=(
            _step(1, "残疾等级为一级、二级", SEVERE, "disability"),
            _step(2, "需要长期照护（6 个月以上）", NEEDS_CARE, "care_months"),
            _step(3, "没有享受特困供养", NO_TEKUN, "receives"),
            _step(4, "没有领取工伤保险的生活护理费", ENTITLED, "traits"),
        ),
        entitled=ENTITLED,
        amount=AMOUNT,
        label="重度残疾人护理补贴",
        reasons={"entitled": "需要长期照护的重度残疾人"},
        remarks=(
            Remark("elderly", "同时符合老年人护理补贴的，按当地规定择高领取一项",
                   any_row(all_of(ENTITLED, not_(less_than(AGE, 60))))),
        ),
    )  # fmt: skip
