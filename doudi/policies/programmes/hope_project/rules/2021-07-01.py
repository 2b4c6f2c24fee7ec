"""Hope project student aid (希望工程助学): students of poor families, the newly admitted."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, poor, service, student
from doudi.policies.rules.vocabulary import all_of, any_of, any_row, is_so

LAW = date(2021, 7, 1)
BASIS = "希望工程助学的规定（尚未核实原文）"

WHO = all_of(LIVING, any_of(student("undergraduate"), is_so("member", "admitted_university")))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "希望工程助学",
        condition(
            "hope_project.1",
            BASIS,
            "家里有大学生，或者有人今年考上大学",
            any_row(WHO),
            "admitted_university",
        ),
        condition("hope_project.2", BASIS, "家庭困难", poor(LAW), "income"),
        counted=WHO,
    )
