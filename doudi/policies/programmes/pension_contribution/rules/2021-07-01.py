"""Pension contribution paid for the poor (代缴养老保险): those of paying age, by list."""

from datetime import date

from doudi.policies.rules.builders import LIVING, for_household
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import AGE, SEVERE, aided, condition
from doudi.policies.rules.vocabulary import (
    all_of,
    any_of,
    any_row,
    at_least,
    field,
    known_or,
    less_than,
    not_,
    one_of,
    parameter,
    text,
)

LAW = date(2021, 7, 1)
BASIS = "城乡居民基本养老保险的规定（尚未核实原文）"

PAYING = all_of(
    LIVING,
    at_least(AGE, parameter("pension_contribution.from_age")),
    less_than(AGE, parameter("pension_contribution.until_age")),
    not_(one_of(text("member", "employment"), "employed", "retired")),
    not_(
        one_of(
            text("member", "student"),
            "compulsory",
            "high_school",
            "vocational",
            "undergraduate",
            "postgraduate",
        )
    ),
)
AIDED = aided(LAW)


def rule() -> Rule:
    """The law of this file as one value."""
    return for_household(
        criteria=(
            condition(
                "pension_contribution.1",
                BASIS,
                "家里有人在缴费年龄，没有单位，不在读书",
                any_row(PAYING),
                "employment",
            ),
            condition(
                "pension_contribution.2",
                BASIS,
                "享受低保、特困，或者这个人是一、二级残疾",
                any_of(AIDED, any_row(all_of(known_or(PAYING, True), SEVERE))),
                "income",
            ),
        ),
        met=any_row(all_of(PAYING, any_of(AIDED, SEVERE))),
        label="代缴养老保险",
        counted=all_of(PAYING, any_of(AIDED, SEVERE)),
    )
