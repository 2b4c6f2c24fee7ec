"""Expenditure type of temporary aid (支出型临时救助) from 2021-07-01: 国务院令第649号.

Recognised families are asked for the expense alone; others for their means too. The same bill may
have counted for dibao, but no bill is aided twice.
"""

from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_household
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    any_of,
    at_least,
    at_most,
    choose,
    equals,
    field,
    flag,
    half_up,
    in_list,
    is_so,
    largest,
    largest_of,
    less_than,
    more_than,
    not_,
    one_of,
    parameter,
    ratio,
    smallest,
    text,
    unknown,
    word,
)

BASIS = "国务院令第649号第四十七条、第四十八条"

DIBAO = rule_of("dibao", date(2021, 7, 1))
EDGE = rule_of("edge", date(2021, 7, 1))
BY_ID = {one.id: one for one in DIBAO.criteria}
LINE = BY_ID["dibao.2"].threshold
ONE = NOTHING + 1
KIND = text("case", "event_kind")
AIDED = field("case", "event_aided_fen")
HOLDS = text("case", "holds")

# --- the expense ------------------------------------------------------------------------------

NET = largest(0, field("case", "event_cost_fen") - field("case", "event_refund_fen"))
# "other" is for the coordination body to discuss: no machine says yes or no
STRUCK = choose(
    (in_list(KIND, word("expense_aid.events")), True),
    (equals(KIND, "other"), unknown("bool")),
    otherwise=False,
)
LAST_DAY = field("case", "event_on") + parameter("expense_aid.years") * 10000
RECENT = at_least(LAST_DAY, field("case", "on"))

# --- the family -------------------------------------------------------------------------------


def _income() -> Node:
    """The year's income before any bill is deducted: the bill is tested here, and once."""
    classes = ("wage", "business", "labour", "property", "transfer", "other")
    codes = {f"income.{name}" for name in classes}
    taken_off = NOTHING
    for line in DIBAO.sheet:
        if line.code in codes:
            taken_off = taken_off + line.amount
    return taken_off * -1


INCOME = _income()
TIMES, OF = ratio("expense_aid.income_times")
WIDER, THAN = ratio("expense_aid.financial_times")
FINANCIAL = BY_ID["dibao.3"]
PROPERTY = all_of(
    at_most(FINANCIAL.value * THAN, FINANCIAL.threshold * WIDER),
    *(BY_ID[f"dibao.{number}"].result for number in range(4, 10)),
)
BELOW = less_than(INCOME * OF, LINE * TIMES)
AFTER = less_than(INCOME - NET, LINE)
# recognised before, or found so in the same application
RECOGNISED = any_of(
    *(in_list(code, HOLDS) for code in ("tekun", "dibao", "dibao_single", "edge", "rigid")),
    DIBAO.met,
    EDGE.met,
)
OTHER_FAMILY = all_of(at_least(DIBAO.people, 1), BELOW, AFTER, PROPERTY)
FAMILY = any_of(RECOGNISED, OTHER_FAMILY)

# --- the amount: months of the local standard, or a share of the expense ----------------------

STANDARD = choose(
    (equals(text("case", "registration"), "urban"), parameter("dibao.standard.urban")),
    otherwise=parameter("dibao.standard.rural"),
)


def months_of_standard(key: str) -> Node:
    num, den = ratio(key)
    return half_up(STANDARD * num, den * 12)


def _school_limit() -> Node:
    stage = text("member", "student")
    own = choose(
        (equals(stage, "undergraduate"), months_of_standard("expense_aid.months.university")),
        (
            one_of(stage, "high_school", "vocational"),
            months_of_standard("expense_aid.months.high_school"),
        ),
        otherwise=months_of_standard("expense_aid.months.other"),
    )
    return largest_of(own, LIVING)


LIMIT = choose(
    (equals(KIND, "illness"), months_of_standard("expense_aid.months.illness")),
    (equals(KIND, "schooling"), _school_limit()),
    otherwise=months_of_standard("expense_aid.months.event"),
)
SHARE, PARTS = ratio("expense_aid.share")
SMALL = months_of_standard("expense_aid.months.small")
BY_COST = choose(
    (at_most(NET, parameter("expense_aid.small_fen")), SMALL),
    otherwise=largest(SMALL, half_up(NET * SHARE, PARTS)),
)
YEAR_LIMIT = half_up(STANDARD * parameter("temporary_aid.year_months"), 12)
LEFT = largest(0, YEAR_LIMIT - AIDED)
AMOUNT = smallest(NET, BY_COST, LIMIT, LEFT)

# --- the conditions ---------------------------------------------------------------------------

NEEDED = more_than(NET, 0)
FRESH = any_of(not_(flag("case", "event_again")), is_so("case", "new_fact"))
BELOW_YEAR = less_than(AIDED, YEAR_LIMIT)
MET = all_of(STRUCK, NEEDED, RECENT, FAMILY, FRESH, BELOW_YEAR)
PAID = choose((MET, AMOUNT), otherwise=NOTHING)


def _yes(part: Node) -> Node:
    return choose((part, ONE), otherwise=NOTHING)


def _criteria() -> tuple[Criterion, ...]:
    return (
        Criterion("expense_aid.1", BASIS, "因看病、上学、意外等，必需的支出突然增加", STRUCK,
                  _yes(STRUCK), ONE, "count", (), "event"),
        Criterion("expense_aid.2", BASIS, "减去报销、赔偿后，自己还要负担", NEEDED, NET, NOTHING,
                  "fen", (), "event"),
        Criterion("expense_aid.3", BASIS, "支出发生在规定的期间内（写作年月日）", RECENT, LAST_DAY,
                  field("case", "on"), "day", (), "event"),
        Criterion("expense_aid.4", BASIS, "已认定的困难家庭，或者收入减去这笔支出后低于低保标准",
                  FAMILY, INCOME - NET, LINE, "fen_per_year", (), "income"),
        Criterion("expense_aid.5", BASIS, "同一笔支出没有救助过，或者有了新的支出", FRESH,
                  _yes(FRESH), ONE, "count", (), "needs"),
        Criterion("expense_aid.6", BASIS, "过去 12 个月的临时救助没有达到全年最高金额", BELOW_YEAR,
                  AIDED, YEAR_LIMIT, "fen", (), "event"),
    )  # fmt: skip


LINES = (
    Line("borne", "自己负担的费用", NET, "once"),
    Line("over", "按规定的档次和最高金额，不予救助的部分", PAID - NET, "once"),
)

REMARKS = (
    Remark("posting", "支出型救助经公示后发放；已认定的家庭主要核对支出", MET),
    Remark("later", "报销、赔偿以后才到的，按净额重新核算", MET),
)


def rule() -> Rule:
    """The law of this file as one value."""
    return for_household(
        criteria=_criteria(),
        met=MET,
        label="支出型临时救助",
        amount=AMOUNT,
        lines=LINES,
        per="once",
        remarks=REMARKS,
    )
