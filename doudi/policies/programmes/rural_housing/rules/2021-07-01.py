"""Rural dilapidated houses (农村危房改造): poor rural families whose house was found unsafe."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import SEVERE, condition, poor, service
from doudi.policies.rules.vocabulary import all_of, any_of, any_row, equals, field, is_so, text

LAW = date(2021, 7, 1)
BASIS = "国务院令第649号第三十七条；2026-07-01 起社会救助法第二十六条"


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "农村危房改造",
        condition(
            "rural_housing.1",
            BASIS,
            "农村户口",
            equals(text("case", "registration"), "rural"),
            "registration",
        ),
        condition(
            "rural_housing.2",
            BASIS,
            "房子鉴定为危房",
            is_so("case", "unsafe_house"),
            "unsafe_house",
        ),
        condition(
            "rural_housing.3",
            BASIS,
            "家庭困难，或者家里有一、二级残疾人",
            any_of(poor(LAW), any_row(all_of(LIVING, SEVERE))),
            "income",
        ),
    )
