"""Funeral relief (殡葬减免): the basic items are waived for a dead member of a poor family.

A service, given at the counter: no money is paid.
"""

from datetime import date

from doudi.policies.rules.builders import NOTHING, for_persons
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    any_of,
    any_row,
    choose,
    count_of,
    field,
    flag,
    in_list,
    more_than,
    one_of,
    text,
)

BASIS = "国办发〔2023〕39号（五）"

DIBAO = rule_of("dibao", date(2021, 7, 1))
EDGE = rule_of("edge", date(2021, 7, 1))
ONE = NOTHING + 1
RECEIVES, HOLDS = text("member", "receives"), text("case", "holds")

DEAD = more_than(field("member", "died_on"), 0)
TEKUN = any_of(one_of(RECEIVES, "tekun"), in_list("tekun", HOLDS))
IN_DIBAO = any_of(
    one_of(RECEIVES, "dibao_single"),
    in_list("dibao", HOLDS),
    # the dead are not counted any more: who lived there belonged to the family
    all_of(flag("member", "lives_with"), DIBAO.met),
)
# a family that already holds the status, or that is found so in the same application
IN_EDGE = any_of(
    in_list("edge", HOLDS), all_of(flag("member", "lives_with"), EDGE.met)
)
ENTITLED = all_of(DEAD, any_of(TEKUN, IN_DIBAO, IN_EDGE))


def _step(number: int, label: str, who: Node, asks: str) -> Criterion:
    """Each condition among those who meet the ones before, so that one person meets them all."""
    return Criterion(
        f"funeral.{number}", BASIS, label, any_row(who), count_of(who), ONE, "people", (), asks
    )


def rule() -> Rule:
    """The law of this file as one value."""
    return for_persons(
        criteria=(
            _step(1, "家里有人去世", DEAD, "died_on"),
            _step(2, "去世的人属于特困、低保或者低保边缘家庭", ENTITLED, "receives"),
        ),
        entitled=ENTITLED,
        label="殡葬减免",
        reason=choose((TEKUN, "tekun"), (IN_DIBAO, "dibao"), otherwise="edge"),
        reasons={
            "tekun": "去世的特困人员",
            "dibao": "去世的低保对象",
            "edge": "去世的低保边缘家庭成员",
        },
        remarks=(
            Remark("counter", "凭死亡证明在殡仪馆窗口直接减免基本项目，不发现金",
                   any_row(ENTITLED)),
            Remark("recheck", "家里有人去世，低保要重新核算，金额可能增加也可能减少",
                   any_row(all_of(DEAD, IN_DIBAO))),
        ),
    )  # fmt: skip
