"""Women with cervical or breast cancer (两癌救助): poor women patients."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, poor, service
from doudi.policies.rules.vocabulary import all_of, any_row, equals, field, is_so, not_, text

LAW = date(2021, 7, 1)
BASIS = "妇联“两癌”救助的规定（尚未核实原文）"

WHO = all_of(
    LIVING,
    not_(equals(text("member", "sex"), "male")),
    is_so("member", "cervical_or_breast_cancer"),
)


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "“两癌”救助",
        condition(
            "women_cancer.1",
            BASIS,
            "家里有妇女得了宫颈癌、乳腺癌",
            any_row(WHO),
            "cervical_or_breast_cancer",
        ),
        condition("women_cancer.2", BASIS, "家庭困难", poor(LAW), "income"),
        counted=WHO,
    )
