"""Gradual exit (渐退) from 2021-07-01: after work lifted a family over the line, aid goes on a while.

The family is computed by the law of dibao of the same day; here stand only the conditions of the
exit. Money is fen per year, the amount fen per month, divided once.
"""

from datetime import date

from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    at_least,
    choose,
    field,
    half_up,
    largest,
    less_than,
    more_than,
    parameter,
    ratio,
)

BASIS = "民发〔2022〕83号：就业后家庭人均收入超过低保标准的，给予渐退期"

DIBAO = rule_of("dibao", date(2021, 7, 1))
BY_ID = {one.id: one for one in DIBAO.criteria}
COUNTABLE, LINE = BY_ID["dibao.2"].value, BY_ID["dibao.2"].threshold

# --- aid in force -----------------------------------------------------------------------------

AID = field("case", "aid_fen")
BY_WORK = field("case", "aid_work_rise_fen")
USED, MONTHS = field("case", "aid_months_used"), parameter("gradual_exit.months")
NUM, DEN = ratio("gradual_exit.below")
SHARE, OF = ratio("gradual_exit.share")

# --- the conditions ---------------------------------------------------------------------------

ON_AID = more_than(AID, 0)
OVER = at_least(COUNTABLE, LINE)
# y < 1.5 S without dividing
NEAR = less_than(COUNTABLE * DEN, LINE * NUM)
WITHOUT_WORK = largest(0, COUNTABLE - BY_WORK)
BY_WORK_ALONE = less_than(WITHOUT_WORK, LINE)
PROPERTY = all_of(*(one.result for key, one in BY_ID.items() if key not in {"dibao.1", "dibao.2"}))
IN_TIME = less_than(USED, MONTHS)
MET = all_of(at_least(DIBAO.people, 1), ON_AID, OVER, NEAR, BY_WORK_ALONE, PROPERTY, IN_TIME)

AMOUNT = choose((MET, half_up(AID * SHARE, OF)), otherwise=0)
LESS = choose((MET, AMOUNT - AID), otherwise=DIBAO.people * 0)


def _yes(part: Node) -> Node:
    return choose((part, 1), otherwise=0)


def _criteria() -> tuple[Criterion, ...]:
    one = DIBAO.people * 0 + 1
    return (
        Criterion("gradual_exit.1", BASIS, "正在享受最低生活保障", ON_AID, AID, one * 0,
                  "fen_per_month"),
        Criterion("gradual_exit.2", BASIS, "全年可计收入达到或超过当地低保标准（全家全年）", OVER,
                  COUNTABLE, LINE, "fen_per_year"),
        Criterion("gradual_exit.3", BASIS, "全年可计收入低于低保标准的规定倍数（全家全年）", NEAR,
                  COUNTABLE, half_up(LINE * NUM, DEN), "fen_per_year"),
        Criterion("gradual_exit.4", BASIS, "超过标准是因为就业：不算就业增加的收入，仍低于标准",
                  BY_WORK_ALONE, WITHOUT_WORK, LINE, "fen_per_year"),
        Criterion("gradual_exit.5", BASIS, "家庭财产仍符合低保规定", PROPERTY, _yes(PROPERTY), one,
                  "count"),
        Criterion("gradual_exit.6", BASIS, "渐退期没有满", IN_TIME, USED, MONTHS, "个月"),
    )


def _sheet() -> tuple[Line, ...]:
    years = tuple(line for line in DIBAO.sheet if line.per == "year")
    return (
        *years,
        Line("aid", "原来每月的低保金", AID, "month"),
        Line("gradual", "渐退期按规定的比例调整", LESS, "month"),
        Line("amount", "渐退期每月发放", AMOUNT, "month", "total"),
    )


REMARKS = (
    Remark("exit", "渐退期内统计上仍是低保家庭；期满不自动停发，由工作人员核查后作出决定", MET),
)


def rule() -> Rule:
    """The law of this file as one value."""
    return Rule(
        criteria=_criteria(),
        met=MET,
        people=DIBAO.people,
        base=AMOUNT,
        amount=AMOUNT,
        over_by=DIBAO.over_by,
        sheet=_sheet(),
        counted=DIBAO.counted,
        ground=DIBAO.ground,
        grounds=DIBAO.grounds,
        extra=choose((DIBAO.counted, 0), otherwise=0),
        extra_reason=choose((DIBAO.counted, "none"), otherwise="none"),
        extra_reasons={"none": "无"},
        item_counts=DIBAO.item_counts,
        item_year=DIBAO.item_year,
        remarks=REMARKS,
    )
