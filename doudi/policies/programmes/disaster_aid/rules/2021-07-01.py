"""Disaster aid (受灾人员救助): emergency, transition, winter and spring aid for victims."""

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, event, service
from doudi.policies.rules.vocabulary import is_so

BASIS = "自然灾害救助条例第十四条、第十八条、第二十一条；2026-07-01 起社会救助法第二十八条"


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "受灾人员救助",
        condition("disaster_aid.1", BASIS, "家里受了自然灾害", event("disaster"), "event"),
        condition(
            "disaster_aid.2",
            BASIS,
            "吃饭、住处、取暖等有困难",
            is_so("case", "disaster_hardship"),
            "disaster_hardship",
        ),
    )
