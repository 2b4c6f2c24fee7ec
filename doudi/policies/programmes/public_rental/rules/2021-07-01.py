"""Public rental housing or a rent subsidy (公租房、租赁补贴): poor families short of room."""

from datetime import date

from doudi.policies.rules.builders import EVERYONE
from doudi.policies.rules.rule import Criterion, Rule
from doudi.policies.rules.screening import condition, poor, service
from doudi.policies.rules.vocabulary import all_of, equals, field, less_than, parameter, text, total_of

LAW = date(2021, 7, 1)
BASIS = "国务院令第649号第三十七条、第四十条；2026-07-01 起社会救助法第二十六条"

HOME = all_of(
    equals(text("item", "kind"), "asset"), equals(text("item", "class"), "home")
)
AREA = total_of(field("item", "area_m2"), HOME)
ENOUGH = parameter("property.home.area_per_head_m2") * EVERYONE


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "公租房保障",
        Criterion(
            "public_rental.1",
            BASIS,
            "住房面积低于当地住房保障面积（全家平方米）",
            less_than(AREA, ENOUGH),
            AREA,
            ENOUGH,
            "m2",
            (("asset", "home"),),
            "home_area",
        ),
        condition("public_rental.2", BASIS, "家庭困难", poor(LAW), "income"),
    )
