"""Homeless persons (流浪乞讨救助): no shelter and nobody to turn to."""

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, service
from doudi.policies.rules.vocabulary import is_so, not_

BASIS = "国务院令第381号第六条；2026-07-01 起社会救助法第三十一条、第五十二条"


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "流浪乞讨救助",
        condition(
            "homeless.1", BASIS, "现在没有地方吃住", is_so("case", "no_shelter"), "no_shelter"
        ),
        condition(
            "homeless.2",
            BASIS,
            "没有亲友可以投靠",
            not_(is_so("case", "kin_to_turn_to")),
            "kin_to_turn_to",
        ),
    )
