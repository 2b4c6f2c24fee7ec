"""Medical aid (医疗救助): poor families' bills; on request where illness made a family poor."""

from datetime import date

from doudi.policies.rules.builders import for_household
from doudi.policies.rules.rule import Criterion, Rule
from doudi.policies.rules.screening import condition, poor
from doudi.policies.rules.vocabulary import (
    all_of,
    any_of,
    equals,
    field,
    largest,
    more_than,
    parameter,
    text,
    total_of,
)

LAW = date(2021, 7, 1)
BASIS = (
    "国务院令第649号第二十八条；2026-07-01 起社会救助法第二十四条；2027-01-01 起医疗保障法第十七条"
)
FEEDS = (("expense", "medical"),)

BILL = all_of(
    equals(text("item", "kind"), "expense"),
    equals(text("item", "class"), "medical"),
)
PAID = total_of(largest(0, field("item", "amount_fen") - field("item", "refund_fen")), BILL)
LINE = parameter("disposable_income.last_year")
POOR = poor(LAW)
ILL_POOR = more_than(PAID, LINE)


def rule() -> Rule:
    """The law of this file as one value: one of the two conditions."""
    return for_household(
        criteria=(
            condition("medical_aid.1", BASIS, "家庭困难（或者符合第二项）", POOR, "income"),
            Criterion(
                "medical_aid.2",
                BASIS,
                "自己负担的医疗费超过上年度当地人均可支配收入（或者符合第一项）",
                ILL_POOR,
                PAID,
                LINE,
                "fen_per_year",
                FEEDS,
                "expense",
            ),
        ),
        met=any_of(POOR, ILL_POOR),
        label="医疗救助",
    )
