"""Poor workers (困难职工帮扶): income near the dibao line, or a loss that takes most of it."""

from datetime import date

from doudi.policies.rules.builders import LIVING
from doudi.policies.rules.rule import Criterion, Rule
from doudi.policies.rules.screening import below, condition, holds, income, service
from doudi.policies.rules.vocabulary import (
    all_of,
    any_of,
    any_row,
    equals,
    field,
    half_up,
    is_so,
    largest,
    more_than,
    ratio,
    text,
)

LAW = date(2021, 7, 1)
BASIS = "总工会困难职工认定的规定（青岛等地转载，未核对）"

DIBAO_INCOME = income(LAW)
INCOME, LINE = DIBAO_INCOME.value, DIBAO_INCOME.threshold
WORKER = all_of(
    LIVING,
    any_of(
        equals(text("member", "employment"), "employed"),
        is_so("member", "union_member"),
    ),
)
NUM, DEN = ratio("poor_workers.below")
LOSS_NUM, LOSS_DEN = ratio("poor_workers.loss")
LOSS = largest(0, field("case", "event_cost_fen") - field("case", "event_refund_fen"))
STRUCK = all_of(more_than(LOSS, 0), more_than(LOSS * LOSS_DEN, INCOME * LOSS_NUM))
POOR = any_of(holds("dibao", "dibao_single"), below(LAW, NUM, DEN))


def rule() -> Rule:
    """The law of this file as one value."""
    return service(
        "困难职工帮扶",
        condition(
            "poor_workers.1",
            BASIS,
            "家里有职工，或者有人加入了工会",
            any_row(WORKER),
            "union_member",
        ),
        Criterion(
            "poor_workers.2",
            BASIS,
            "全年可计收入低于低保标准的两倍，或者意外损失超过全年收入八成（全家全年）",
            any_of(POOR, STRUCK),
            INCOME,
            half_up(LINE * NUM, DEN),
            "fen_per_year",
            (),
            "income",
        ),
    )
