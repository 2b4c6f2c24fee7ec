"""High-school and vocational aid (高中阶段资助): pupils of poor families, disabled pupils."""

from datetime import date

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import DISABLED, condition, poor, service, student
from doudi.policies.rules.vocabulary import all_of, any_of, any_row

LAW = date(2021, 7, 1)
BASIS = "国务院令第649号第三十三条；2026-07-01 起社会救助法第二十五条"

PUPIL = student("high_school", "vocational")


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "高中阶段资助",
        condition("high_school_aid.1", BASIS, "家里有人上高中或者中职", any_row(PUPIL), "student"),
        condition(
            "high_school_aid.2",
            BASIS,
            "家庭困难，或者学生本人有残疾",
            any_of(poor(LAW), any_row(all_of(PUPIL, DISABLED))),
            "income",
        ),
        counted=PUPIL,
    )
