"""Pre-school aid (学前资助): kindergarten children who are poor, orphans or disabled."""

from datetime import date

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import DISABLED, condition, holds, poor, service, student
from doudi.policies.rules.vocabulary import all_of, any_of, any_row

LAW = date(2021, 7, 1)
BASIS = "学前教育资助的规定（尚未核实原文）；2026-07-01 起社会救助法第二十五条"

PUPIL = student("preschool")
CHILD = any_of(holds("orphan", "factual_orphan"), any_row(all_of(PUPIL, DISABLED)))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "学前资助",
        condition("preschool_aid.1", BASIS, "家里有孩子上幼儿园", any_row(PUPIL), "student"),
        condition(
            "preschool_aid.2",
            BASIS,
            "家庭困难，或者孩子是孤儿、有残疾",
            any_of(poor(LAW), CHILD),
            "income",
        ),
        counted=PUPIL,
    )
