"""Devices and access at home (辅具、无障碍改造): severely disabled members of poor families."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import SEVERE, condition, poor, service
from doudi.policies.rules.vocabulary import all_of, any_row, is_so

LAW = date(2021, 7, 1)
BASIS = "国办发〔2023〕39号（辅具适配、无障碍改造）；无障碍环境建设法"

WHO = all_of(LIVING, SEVERE)


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "辅具和无障碍改造",
        condition("devices_access.1", BASIS, "家里有一、二级残疾人", any_row(WHO), "disability"),
        condition(
            "devices_access.2",
            BASIS,
            "需要辅具，或者需要改造家里",
            is_so("case", "device_or_access"),
            "device_or_access",
        ),
        condition("devices_access.3", BASIS, "家庭困难", poor(LAW), "income"),
        counted=WHO,
    )
