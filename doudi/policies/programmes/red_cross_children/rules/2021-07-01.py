"""Red Cross funds for seriously ill children (红十字大病救助): leukaemia, heart disease."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import AGE, condition, poor, service
from doudi.policies.rules.vocabulary import all_of, any_row, is_so, less_than, parameter

LAW = date(2021, 7, 1)
BASIS = "中国红十字基金会大病儿童资助的规定（尚未核实原文）"

CHILD = all_of(LIVING, less_than(AGE, parameter("red_cross_children.below_age")))
WHO = all_of(CHILD, is_so("member", "leukaemia_or_heart"))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "红十字大病儿童救助",
        condition(
            "red_cross_children.1",
            BASIS,
            "家里有孩子得了白血病、先天性心脏病",
            any_row(WHO),
            "leukaemia_or_heart",
        ),
        condition("red_cross_children.2", BASIS, "家庭困难", poor(LAW), "income"),
        counted=WHO,
    )
