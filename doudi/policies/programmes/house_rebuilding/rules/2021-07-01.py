"""House rebuilding after disaster (倒损住房重建): the house was destroyed or badly damaged."""

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, event, service
from doudi.policies.rules.vocabulary import is_so

BASIS = "自然灾害救助条例第十九条、第二十条；2026-07-01 起社会救助法第二十八条"


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "倒损住房重建",
        condition("house_rebuilding.1", BASIS, "家里受了自然灾害", event("disaster"), "event"),
        condition(
            "house_rebuilding.2",
            BASIS,
            "住房倒塌或者严重损坏",
            is_so("case", "house_destroyed"),
            "house_destroyed",
        ),
    )
