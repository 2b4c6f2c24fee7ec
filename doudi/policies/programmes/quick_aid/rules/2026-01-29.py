"""Small-sum quick aid (小额快救) from 2026-01-29: the 2026 opinion on temporary aid.

No means test. One family and event are aided once, by what the event costs, up to a limit.
"""

from doudi.policies.rules.builders import LIVING, NOTHING, for_household
from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    all_of,
    any_of,
    choose,
    count_of,
    equals,
    field,
    flag,
    half_up,
    in_list,
    largest,
    more_than,
    not_,
    parameter,
    smallest,
    text,
    unknown,
    word,
)

BASIS = "2026 年临时救助意见（小额快救）；国务院令第649号第四十七条、第四十八条"

ONE = NOTHING + 1
KIND = text("case", "event_kind")
AGAIN = flag("case", "event_again")

# --- the limit: months of the local standard, for the family, not for each head ------------------

STANDARD = choose(
    (equals(text("case", "registration"), "urban"), parameter("dibao.standard.urban")),
    otherwise=parameter("dibao.standard.rural"),
)
LIMIT = half_up(STANDARD * parameter("quick_aid.months"), 12)
NET = largest(0, field("case", "event_cost_fen") - field("case", "event_refund_fen"))
WHOLE_LIMIT = equals(word("quick_aid.amount"), "limit")
AMOUNT = choose((WHOLE_LIMIT, LIMIT), otherwise=smallest(NET, LIMIT))

# --- the conditions ---------------------------------------------------------------------------

# "other" is for the coordination body to discuss: no machine says yes or no
STRUCK = choose(
    (in_list(KIND, word("quick_aid.events")), True),
    (equals(KIND, "other"), unknown("bool")),
    otherwise=False,
)
NEEDED = any_of(WHOLE_LIMIT, more_than(NET, 0))
FIRST = not_(AGAIN)
HERE = count_of(LIVING)
MET = all_of(more_than(HERE, 0), STRUCK, NEEDED, FIRST)
PAID = choose((MET, AMOUNT), otherwise=NOTHING)


def _criteria() -> tuple[Criterion, ...]:
    return (
        Criterion("quick_aid.1", BASIS, "遭遇意外、伤害、重病等急难", STRUCK,
                  choose((STRUCK, ONE), otherwise=NOTHING), ONE, "count", (), "event"),
        Criterion("quick_aid.2", BASIS, "减去报销、赔偿后，自己还要负担费用", NEEDED, NET, NOTHING,
                  "fen", (), "event"),
        Criterion("quick_aid.3", BASIS, "同一家庭的同一件事没有救助过", FIRST,
                  choose((AGAIN, ONE), otherwise=NOTHING), NOTHING, "count", (), "event"),
    )  # fmt: skip


LINES = (
    Line("limit", "小额快救的最高金额", LIMIT, "once"),
    Line("below", "自己负担的不到最高金额，按实际负担", PAID - LIMIT, "once"),
)

REMARKS = (
    Remark("quick", "不核对收入财产，不公示，3 天内办结；记录人员、事由、金额、经办人", MET),
    Remark("follow", "仍有困难的，可以继续申请急难型或支出型临时救助",
           all_of(MET, more_than(NET, LIMIT))),
)  # fmt: skip


def rule() -> Rule:
    """The law of this file as one value."""
    return for_household(
        criteria=_criteria(),
        met=MET,
        label="小额快救",
        amount=AMOUNT,
        lines=LINES,
        per="once",
        remarks=REMARKS,
    )
