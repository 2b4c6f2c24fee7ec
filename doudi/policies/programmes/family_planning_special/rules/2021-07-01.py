"""Families who lost an only child (计生特殊家庭); severe mental illness."""

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.disability import disabled
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, service
from doudi.policies.rules.vocabulary import all_of, any_of, any_row, is_so

BASIS = "计划生育特殊家庭扶助、严重精神障碍救治的规定（尚未核实原文）"

MENTAL = disabled("mental", most=2)
WHO = all_of(LIVING, any_of(MENTAL, is_so("member", "lost_only_child")))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "卫健特殊家庭救助",
        condition(
            "family_planning_special.1",
            BASIS,
            "有人的独生子女去世或者伤残，或者有人是一、二级精神残疾",
            any_row(WHO),
            "lost_only_child",
        ),
        counted=WHO,
    )
