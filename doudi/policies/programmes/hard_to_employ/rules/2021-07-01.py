"""Hard-to-employ persons (就业困难人员): out of work, and of an age or state that makes it last."""

from datetime import date

from doudi.policies.rules.builders import LIVING, for_household
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import AGE, DISABLED, aided, condition
from doudi.policies.rules.vocabulary import (
    all_of,
    any_of,
    any_row,
    at_least,
    choose,
    equals,
    field,
    is_so,
    known_or,
    less_than,
    parameter,
    text,
)

LAW = date(2021, 7, 1)
BASIS = "苏人社规〔2020〕2号；国务院令第649号第四十二条；2026-07-01 起社会救助法第二十七条"

SEX = text("member", "sex")
OF_AGE = all_of(
    LIVING,
    at_least(AGE, parameter("hard_to_employ.from_age")),
    less_than(AGE, parameter("hard_to_employ.until_age")),
)
SEEKS = all_of(
    OF_AGE,
    any_of(
        equals(text("member", "employment"), "job_seeking"),
        is_so("member", "wants_work"),
    ),
)
OLDER = at_least(
    AGE,
    choose(
        (equals(SEX, "male"), parameter("hard_to_employ.male")),
        otherwise=parameter("hard_to_employ.female"),
    ),
)
GROUND = any_of(OLDER, DISABLED, aided(LAW), is_so("member", "jobless_year"))


def rule() -> Rule:
    """The law of this file as one value."""
    return for_household(
        criteria=(
            condition(
                "hard_to_employ.1",
                BASIS,
                "家里有人没有工作、想找工作",
                any_row(SEEKS),
                "wants_work",
            ),
            condition(
                "hard_to_employ.2",
                BASIS,
                "这个人年纪大、有残疾、家里享受低保，或者没有工作满一年",
                any_row(all_of(known_or(SEEKS, True), OF_AGE, GROUND)),
                "jobless_year",
            ),
        ),
        met=any_row(all_of(SEEKS, GROUND)),
        label="就业困难认定",
        counted=all_of(SEEKS, GROUND),
    )
