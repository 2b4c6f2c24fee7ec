"""University aid (高校资助): students of poor families."""

from datetime import date

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, poor, service, student
from doudi.policies.rules.vocabulary import any_row

LAW = date(2021, 7, 1)
BASIS = "国务院令第649号第三十三条；2026-07-01 起社会救助法第二十五条"

PUPIL = student("undergraduate", "postgraduate")


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "高校资助",
        condition("university_aid.1", BASIS, "家里有人上大学", any_row(PUPIL), "student"),
        condition("university_aid.2", BASIS, "家庭困难", poor(LAW), "income"),
        counted=PUPIL,
    )
