"""Rehabilitation of disabled children (残疾儿童康复): 0 to 6; some places help only the poor."""

from datetime import date

from doudi.policies.rules.builders import LIVING, for_household
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import AGE, DISABLED, condition, holds, poor
from doudi.policies.rules.vocabulary import (
    all_of,
    any_of,
    any_row,
    equals,
    is_so,
    known_or,
    less_than,
    parameter,
    word,
)

LAW = date(2021, 7, 1)
BASIS = "国发〔2018〕20号：零至六岁的残疾儿童、孤独症儿童"
MEANS = "国发〔2018〕20号：经济困难家庭；有条件的地区可以放宽"

CHILD = all_of(LIVING, less_than(AGE, parameter("child_rehabilitation.below_age")))
NEEDS = any_of(DISABLED, is_so("member", "rehabilitation"))
WAIVED = equals(word("child_rehabilitation.means"), "all")
WITHIN = any_of(WAIVED, holds("orphan", "factual_orphan"), poor(LAW))


def rule() -> Rule:
    """The law of this file as one value."""
    return for_household(
        criteria=(
            condition(
                "child_rehabilitation.1",
                BASIS,
                "家里有孩子在救助年龄以内",
                any_row(CHILD),
                "members",
            ),
            condition(
                "child_rehabilitation.2",
                BASIS,
                "这个孩子有残疾证，或者医生说要做康复",
                any_row(all_of(known_or(CHILD, True), NEEDS)),
                "rehabilitation",
            ),
            condition(
                "child_rehabilitation.3",
                MEANS,
                "家庭困难，或者当地不看家庭经济状况",
                WITHIN,
                "income",
            ),
        ),
        met=all_of(any_row(all_of(CHILD, NEEDS)), WITHIN),
        label="残疾儿童康复",
        counted=all_of(CHILD, NEEDS),
    )
