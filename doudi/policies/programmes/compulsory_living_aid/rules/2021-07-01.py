"""Living aid in compulsory education (义务教育生活补助): for each pupil of a poor family."""

from datetime import date

from doudi.policies.rules.builders import NOTHING, for_household
from doudi.policies.rules.rule import Line, Rule
from doudi.policies.rules.screening import aided, condition, poor, student
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    any_row,
    choose,
    count_of,
    is_so,
    not_,
    parameter,
)

LAW = date(2021, 7, 1)
BASIS = "江苏省义务教育学生资助规定（2023）；2026-07-01 起社会救助法第二十五条"

PUPIL = student("compulsory")
JUNIOR = is_so("member", "in_junior_school")
JUNIORS = count_of(all_of(PUPIL, JUNIOR))
PRIMARY = count_of(all_of(PUPIL, not_(JUNIOR)))
AIDED = aided(LAW)


def _rate(stage: str) -> Node:
    ordinary = parameter(f"compulsory_living_aid.{stage}")
    return choose((AIDED, parameter(f"compulsory_living_aid.{stage}_aided")), otherwise=ordinary)


CRITERIA = (
    condition(
        "compulsory_living_aid.1", BASIS, "家里有孩子上小学或者初中", any_row(PUPIL), "student"
    ),
    condition("compulsory_living_aid.2", BASIS, "家庭困难", poor(LAW), "income"),
)
MET = all_of(*(one.result for one in CRITERIA))
PRIMARY_SUM = choose((MET, PRIMARY * _rate("primary")), otherwise=NOTHING)
JUNIOR_SUM = choose((MET, JUNIORS * _rate("junior")), otherwise=NOTHING)


def rule() -> Rule:
    """The law of this file as one value: fen per school year."""
    return for_household(
        criteria=CRITERIA,
        met=MET,
        label="义务教育生活补助",
        amount=PRIMARY_SUM + JUNIOR_SUM,
        lines=(
            Line("primary", "小学生", PRIMARY_SUM, "year"),
            Line("junior", "初中生", JUNIOR_SUM, "year"),
        ),
        counted=PUPIL,
        per="year",
    )
