"""Medical-insurance premium (资助参保): by list, for poor families or some members."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import AGE, SEVERE, aided, condition, poor, service
from doudi.policies.rules.vocabulary import all_of, any_of, any_row, at_least, less_than, parameter

LAW = date(2021, 7, 1)
BASIS = "社会保险法第二十五条；2026-07-01 起社会救助法第二十四条；2027-01-01 起医疗保障法第十一条"

AIDED = aided(LAW)
NEEDY = all_of(
    LIVING,
    any_of(
        less_than(AGE, parameter("insurance_premium.minor")),
        at_least(AGE, parameter("insurance_premium.elder")),
    ),
)
WHO = all_of(LIVING, any_of(AIDED, SEVERE, all_of(NEEDY, poor(LAW))))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "资助参保",
        condition(
            "insurance_premium.1",
            BASIS,
            "享受低保、特困；或者低收入家庭有老人、未成年人；或者有人重度残疾",
            any_row(WHO),
            "income",
        ),
        counted=WHO,
    )
