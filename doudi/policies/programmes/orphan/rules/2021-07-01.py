"""Basic living allowance of orphans (孤儿基本生活保障): an amount a month for each orphan.

An orphan has lost both parents; who drew the allowance before 18 keeps it while at school.
"""

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    age_on,
    all_of,
    any_of,
    any_row,
    at_least,
    choose,
    count_of,
    equals,
    field,
    half_up,
    in_list,
    is_so,
    less_than,
    not_,
    one_of,
    parameter,
    text,
    word,
)

BASIS = "国发〔2016〕36号；国办发〔2010〕54号"

ONE = NOTHING + 1
AGE = age_on(field("member", "born_on"), field("case", "age_on"))
STUDENT = text("member", "student")
RELATION = text("member", "relation")

# --- who --------------------------------------------------------------------------------------

AT_SCHOOL = all_of(
    at_least(AGE, 18),
    in_list(STUDENT, word("orphan.after_18")),
    is_so("member", "child_aid_before_18"),
)
OF_AGE = any_of(less_than(AGE, 18), AT_SCHOOL)
# the applicant is alive, so his own child has a parent
HAS_APPLICANT = all_of(equals(RELATION, "child"), any_row(all_of(equals(RELATION, "self"), LIVING)))


def gone(parent: str) -> Node:
    return one_of(field("member", parent, "text"), "dead", "missing")


PARENTS_GONE = all_of(not_(HAS_APPLICANT), gone("father"), gone("mother"))
NO_TEKUN = not_(equals(text("member", "receives"), "tekun"))
CHILD = all_of(LIVING, OF_AGE)
ORPHAN = all_of(CHILD, PARENTS_GONE)
ENTITLED = all_of(ORPHAN, NO_TEKUN)

IN_INSTITUTION = equals(text("member", "placement"), "institution")
AMOUNT = half_up(
    choose(
        (IN_INSTITUTION, parameter("orphan.amount.institution")),
        otherwise=parameter("orphan.amount.family"),
    ),
    12,
)


def _step(number: int, label: str, who: Node, asks: str) -> Criterion:
    """Each condition among those who meet the ones before, so that one person meets them all."""
    return Criterion(
        f"orphan.{number}", BASIS, label, any_row(who), count_of(who), ONE, "people", (), asks
    )


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=(
            _step(1, "未满 18 周岁，或者 18 周岁前已经保障、现在仍在校就读", CHILD, "members"),
            _step(2, "父母双方都已死亡，或者宣告失踪、查找不到", ORPHAN, "father"),
            _step(3, "没有享受特困供养（二选一）", ENTITLED, "receives"),
        ),
        entitled=ENTITLED,
        amount=AMOUNT,
        label="孤儿基本生活费",
        reason=choose((less_than(AGE, 18), "minor"), otherwise="student"),
        reasons={"minor": "孤儿", "student": "年满 18 周岁仍在校就读的孤儿"},
        remarks=(Remark("private", "涉及儿童，不公示", any_row(ENTITLED)),),
    )
