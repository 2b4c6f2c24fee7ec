"""De facto unattended children (事实无人抚养儿童): nobody of both parents can raise them.

A child in a dibao family draws the difference to what dibao already gives him.
"""

from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_persons
from doudi.policies.rules.disability import MIND, disabled
from doudi.policies.rules.registry import rule_of
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
    largest,
    less_than,
    not_,
    one_of,
    parameter,
    text,
    word,
)

BASIS = "民发〔2019〕62号"

DIBAO = rule_of("dibao", date(2021, 7, 1))
ONE = NOTHING + 1
AGE = age_on(field("member", "born_on"), field("case", "age_on"))
RELATION, SEX = text("member", "relation"), text("member", "sex")
RECEIVES = text("member", "receives")

# --- the child --------------------------------------------------------------------------------

AT_SCHOOL = all_of(
    at_least(AGE, 18),
    in_list(text("member", "student"), word("orphan.after_18")),
    is_so("member", "child_aid_before_18"),
)
CHILD = all_of(LIVING, any_of(less_than(AGE, 18), AT_SCHOOL))

# --- the parents ------------------------------------------------------------------------------

# level 1 and 2 of any kind, level 3 and 4 of mind: this law's own list
SEVERE = any_of(
    disabled(most=parameter("factual_orphan.level")),
    disabled(*MIND, most=parameter("factual_orphan.mind_level")),
)


def _applicant_severe(sex: str) -> Node:
    """The applicant is this parent of his own children, and his card decides."""
    parent = all_of(equals(RELATION, "self"), LIVING, equals(SEX, sex), SEVERE)
    return all_of(equals(RELATION, "child"), any_row(parent))


def gone(parent: str) -> Node:
    return one_of(field("member", parent, "text"), "dead", "missing")


def unable(parent: str, sex: str) -> Node:
    state = field("member", parent, "text")
    long = at_least(field("member", f"{parent}_months"), parameter("factual_orphan.months"))
    short_too = not_(in_list(state, word("factual_orphan.timed")))
    said = all_of(
        in_list(state, word("factual_orphan.states")), any_of(short_too, long)
    )
    return any_of(_applicant_severe(sex), said)


GONE = all_of(gone("father"), gone("mother"))
NOBODY = all_of(
    any_of(gone("father"), unable("father", "male")),
    any_of(gone("mother"), unable("mother", "female")),
)

# --- with other aid ---------------------------------------------------------------------------

IN_DIBAO = all_of(
    DIBAO.counted, any_of(in_list("dibao", text("case", "holds")), DIBAO.met)
)
EXCLUSIVE = equals(word("factual_orphan.with_dibao"), "exclusive")
ALONE = all_of(not_(equals(RECEIVES, "tekun")), not_(all_of(EXCLUSIVE, IN_DIBAO)))

UNATTENDED = all_of(CHILD, NOBODY)
NO_ORPHAN = all_of(UNATTENDED, not_(GONE))
ENTITLED = all_of(NO_ORPHAN, ALONE)

# --- the amount -------------------------------------------------------------------------------

FULL = half_up(
    choose(
        (
            equals(text("member", "placement"), "institution"),
            parameter("orphan.amount.institution"),
        ),
        otherwise=parameter("orphan.amount.family"),
    ),
    12,
)
# his head's share of the family's gap, and what dibao adds for himself
DRAWN = half_up(DIBAO.base, DIBAO.people) + DIBAO.extra
TOPPED_UP = choose((DIBAO.met, largest(0, FULL - DRAWN)), otherwise=FULL)
AMOUNT = choose((IN_DIBAO, TOPPED_UP), otherwise=FULL)


def _step(number: int, label: str, who: Node, asks: str) -> Criterion:
    """Each condition among those who meet the ones before, so that one person meets them all."""
    return Criterion(
        f"factual_orphan.{number}", BASIS, label, any_row(who), count_of(who), ONE, "people", (),
        asks,
    )  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=(
            _step(1, "未满 18 周岁，或者 18 周岁前已经保障、现在仍在校就读", CHILD, "members"),
            _step(2, "父母双方都死亡、失踪或者因重残、重病、服刑、强制隔离戒毒、失联等不能抚养",
                  UNATTENDED, "father"),
            _step(3, "不是父母双亡的孤儿（孤儿另有保障）", NO_ORPHAN, "father"),
            _step(4, "没有享受特困供养等不能重复的保障", ENTITLED, "receives"),
        ),
        entitled=ENTITLED,
        amount=AMOUNT,
        label="事实无人抚养儿童基本生活补贴",
        reason=choose(
            (all_of(IN_DIBAO, less_than(AMOUNT, FULL)), "top_up"),
            (less_than(AGE, 18), "minor"),
            otherwise="student",
        ),
        reasons={
            "top_up": "事实无人抚养儿童，已有低保，补足差额",
            "minor": "事实无人抚养儿童",
            "student": "年满 18 周岁仍在校就读",
        },
        remarks=(
            Remark("private", "涉及儿童，不公示", any_row(ENTITLED)),
            Remark("difference", "低保金里已有孩子的一份，补贴只发差额；低保变动时重新计算",
                   any_row(all_of(ENTITLED, IN_DIBAO, less_than(AMOUNT, FULL)))),
        ),
    )  # fmt: skip
