"""Rules that test no means of their own: an amount for each entitled person, or for the household.

They fill in what such a law does not speak of, so that a rule file holds only what it says.
"""

from __future__ import annotations

from collections.abc import Mapping

from doudi.policies.rules.rule import Criterion, Line, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    all_of,
    any_row,
    choose,
    count_of,
    equals,
    field,
    total_of,
)

LIVING = equals(field("member", "died_on"), 0)
EVERYONE = count_of(LIVING)
NOTHING = EVERYONE * 0  # an answer belongs to the case: a bare number would belong to nothing
NO_ITEM = equals(field("item", "kind", "text"), "")


def for_persons(
    *,
    criteria: tuple[Criterion, ...],
    entitled: Node,
    amount: Node | int = 0,
    label: str,
    reason: Node | str = "entitled",
    reasons: Mapping[str, str],
    also: Node | bool = True,
    per: str = "month",
    remarks: tuple[Remark, ...] = (),
) -> Rule:
    """An `amount` in fen per `per` for each `entitled` member, whose `reason` the sheet shows.

    `entitled`, `amount` and `reason` belong to a member, `also` to the case. `reasons` gives each
    code of `reason` in words.
    """
    counts = all_of(entitled, also)
    own = choose((counts, amount), otherwise=0)
    total = total_of(own)
    return Rule(
        criteria=criteria,
        met=any_row(counts),
        people=count_of(counts),
        base=NOTHING,
        amount=total,
        over_by=NOTHING,
        sheet=(Line("amount", f"{label}合计", total, per, "total"),),
        counted=counts,
        ground=choose((counts, "in.entitled"), otherwise="out.not_entitled"),
        grounds={"in.entitled": f"符合{label}条件", "out.not_entitled": f"不符合{label}条件"},
        extra=own,
        extra_reason=choose((counts, reason), otherwise="none"),
        extra_reasons={"none": "无", **reasons},
        item_counts=NO_ITEM,
        item_year=field("item", "amount_fen"),
        remarks=remarks,
        per=per,
        extra_label=label,
    )


def for_household(
    *,
    criteria: tuple[Criterion, ...],
    met: Node,
    label: str,
    amount: Node | int = 0,
    lines: tuple[Line, ...] = (),
    counted: Node = LIVING,
    per: str = "month",
    remarks: tuple[Remark, ...] = (),
) -> Rule:
    """An `amount` in fen per `per` for the household, or a status or service without money.

    `lines` are the parts that add up to the amount; without them the amount is its only part.
    """
    whole = choose((met, amount), otherwise=NOTHING)
    return Rule(
        criteria=criteria,
        met=met,
        people=count_of(counted),
        base=whole,
        amount=whole,
        over_by=NOTHING,
        sheet=(
            *(lines or (Line("base", label, whole, per),)),
            Line("amount", f"{label}合计", whole, per, "total"),
        ),
        counted=counted,
        ground=choose((counted, "in.household"), otherwise="out.household"),
        grounds={"in.household": "家庭成员", "out.household": "不计入"},
        extra=choose((counted, 0), otherwise=0),
        extra_reason=choose((counted, "none"), otherwise="none"),
        extra_reasons={"none": "无"},
        item_counts=NO_ITEM,
        item_year=field("item", "amount_fen"),
        remarks=remarks,
        per=per,
    )
