"""Poor veterans (困难退役军人援助): veterans in hardship or struck by something."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, poor, service
from doudi.policies.rules.vocabulary import all_of, any_of, any_row, equals, field, is_so, not_, text

LAW = date(2021, 7, 1)
BASIS = "退役军人部发〔2019〕62号（尚未核实原文）"

WHO = all_of(LIVING, is_so("member", "veteran"))
STRUCK = not_(equals(text("case", "event_kind"), "none"))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "困难退役军人援助",
        condition("poor_veterans.1", BASIS, "家里有退役军人", any_row(WHO), "veteran"),
        condition(
            "poor_veterans.2",
            BASIS,
            "家庭困难，或者遇到了急难",
            any_of(poor(LAW), STRUCK),
            "income",
        ),
        counted=WHO,
    )
