"""Emergency disease aid (疾病应急救助): the fund pays the hospital for who cannot."""

from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, service
from doudi.policies.rules.vocabulary import is_so

BASIS = "国务院令第649号第三十二条；2026-07-01 起社会救助法第三十条、第五十一条"


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "疾病应急救助",
        condition(
            "disease_emergency.1",
            BASIS,
            "有人急救，欠了医院的钱",
            is_so("case", "emergency_unpaid"),
            "emergency_unpaid",
        ),
        condition(
            "disease_emergency.2",
            BASIS,
            "付不起急救的钱",
            is_so("case", "cannot_pay"),
            "cannot_pay",
        ),
    )
