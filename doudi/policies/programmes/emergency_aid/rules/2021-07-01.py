"""Emergency type of temporary aid (急难型临时救助) from 2021-07-01: 国务院令第649号.

No registration limit and no sum of means: what counts is that the family cannot live on for now.
"""

from doudi.policies.rules.builders import LIVING, NOTHING, for_household
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    any_of,
    choose,
    count_of,
    equals,
    field,
    flag,
    half_up,
    in_list,
    is_so,
    largest,
    less_than,
    more_than,
    not_,
    parameter,
    smallest,
    text,
    unknown,
    word,
)

BASIS = "国务院令第649号第四十七条至第四十九条"

ONE = NOTHING + 1
KIND = text("case", "event_kind")
AIDED = field("case", "event_aided_fen")
HOLDS = text("case", "holds")
HERE = count_of(LIVING)

# --- the limits: months of the local standard ---------------------------------------------------

STANDARD = choose(
    (equals(text("case", "registration"), "urban"), parameter("dibao.standard.urban")),
    otherwise=parameter("dibao.standard.rural"),
)


def months_of_standard(months: Node) -> Node:
    return half_up(STANDARD * months, 12)


LIMIT = smallest(
    months_of_standard(parameter("emergency_aid.months_per_head") * HERE),
    months_of_standard(parameter("emergency_aid.months_household")),
)
YEAR_LIMIT = months_of_standard(parameter("temporary_aid.year_months"))
LEFT = largest(0, YEAR_LIMIT - AIDED)
NET = largest(0, field("case", "event_cost_fen") - field("case", "event_refund_fen"))
BY_LIMIT = in_list(KIND, word("emergency_aid.by_limit"))
BORNE = choose((BY_LIMIT, LIMIT), otherwise=NET)
AMOUNT = smallest(BORNE, LIMIT, LEFT)

# --- the conditions ---------------------------------------------------------------------------

# "other" is for the coordination body to discuss: no machine says yes or no
STRUCK = choose(
    (in_list(KIND, word("emergency_aid.events")), True),
    (equals(KIND, "other"), unknown("bool")),
    otherwise=False,
)
RECOGNISED = any_of(
    *(in_list(code, HOLDS) for code in ("tekun", "dibao", "dibao_single", "edge", "rigid"))
)
HARD = any_of(RECOGNISED, is_so("case", "living_hard"))
NEEDED = more_than(BORNE, 0)
FRESH = any_of(not_(flag("case", "event_again")), is_so("case", "new_fact"))
BELOW_YEAR = less_than(AIDED, YEAR_LIMIT)
MET = all_of(more_than(HERE, 0), STRUCK, HARD, NEEDED, FRESH, BELOW_YEAR)
PAID = choose((MET, AMOUNT), otherwise=NOTHING)


def _yes(part: Node) -> Node:
    return choose((part, ONE), otherwise=NOTHING)


def _criteria() -> tuple[Criterion, ...]:
    return (
        Criterion("emergency_aid.1", BASIS, "遭遇突发、紧迫的困难", STRUCK, _yes(STRUCK), ONE,
                  "count", (), "event"),
        Criterion("emergency_aid.2", BASIS, "基本生活暂时难以维持", HARD, _yes(HARD), ONE,
                  "count", (), "needs"),
        Criterion("emergency_aid.3", BASIS, "减去报销、赔偿后，自己还要负担", NEEDED, BORNE,
                  NOTHING, "fen", (), "event"),
        Criterion("emergency_aid.4", BASIS, "同一件事没有救助过，或者有了新的情况", FRESH,
                  _yes(FRESH), ONE, "count", (), "event"),
        Criterion("emergency_aid.5", BASIS, "过去 12 个月的临时救助没有达到全年最高金额",
                  BELOW_YEAR, AIDED, YEAR_LIMIT, "fen", (), "event"),
    )  # fmt: skip


LINES = (
    Line("borne", "自己负担的费用或损失（失业、亡故按最高金额）", BORNE, "once"),
    Line("over", "超过一次或全年最高金额的部分", PAID - BORNE, "once"),
)

REMARKS = (
    Remark("place", "由急难发生地办理，不限户籍；发生在外地的，告知户籍地", MET),
    Remark("urgent", "情况紧急的，可以先用备用金救助，再补手续", MET),
)


def rule() -> Rule:
    """The law of this file as one value."""
    return for_household(
        criteria=_criteria(),
        met=MET,
        label="急难型临时救助",
        amount=AMOUNT,
        lines=LINES,
        per="once",
        remarks=REMARKS,
    )
