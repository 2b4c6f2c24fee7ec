"""Words of a screening rule: whether a family counts as poor, and conditions that are yes or no.

Other departments take over what civil affairs recognised (社会救助法第四十二条). So a family counts
as poor if it holds a status, or if its income, counted as for dibao, is near the line.
"""

from __future__ import annotations

from datetime import date

from doudi.policies.rules.builders import LIVING, NOTHING, for_household
from doudi.policies.rules.disability import disabled
from doudi.policies.rules.registry import rule_of
from doudi.policies.rules.rule import Criterion, Remark, Rule
from doudi.policies.rules.vocabulary import (
    Node,
    age_on,
    all_of,
    any_of,
    at_least,
    choose,
    equals,
    field,
    in_list,
    is_known,
    known_or,
    less_than,
    not_,
    one_of,
    ratio,
    word,
)

AGE = age_on(field("member", "born_on"), field("case", "age_on"))
DISABLED = not_(equals(field("member", "disability_kind", "text"), "none"))
SEVERE = disabled(most=2)
AIDED_CODES = ("tekun", "dibao", "dibao_single")
POOR_CODES = (*AIDED_CODES, "edge", "rigid", "monitored")


def student(*stages: str) -> Node:
    """A living member in one of these stages of school."""
    return all_of(LIVING, one_of(field("member", "student", "text"), *stages))


def event(*kinds: str) -> Node:
    """One of these things struck the household."""
    return one_of(field("case", "event_kind", "text"), *kinds)


def holds(*codes: str) -> Node:
    """The household was recognised as one of these. What it does not hold it has not."""
    return any_of(*(in_list(code, field("case", "holds", "text")) for code in codes))


def income(law: date) -> Criterion:
    """Income under the line, fen per year of the whole household, by the dibao of `law`."""
    (one,) = (one for one in rule_of("dibao", law).criteria if one.id == "dibao.2")
    return one


def below(law: date, num: Node, den: Node) -> Node:
    """Income under `num / den` of the line, nothing divided; over it on what is known is no."""
    one = income(law)
    over = all_of(
        equals(word("verdict.over_on_known"), "not_met"),
        is_known(one.least),
        at_least(one.least * den, one.threshold * num),
    )
    under = less_than(one.value * den, one.threshold * num)
    return choose((known_or(over, False), False), otherwise=under)


def aided(law: date) -> Node:
    """Dibao or tekun: recognised, or met by the dibao rule that begins on `law`."""
    return any_of(holds(*AIDED_CODES), rule_of("dibao", law).met)


def poor(law: date) -> Node:
    """Recognised, or income below the edge family's line. Property is not looked at."""
    return any_of(holds(*POOR_CODES), below(law, *ratio("edge.multiple")))


def condition(number: str, article: str, label: str, result: Node, asks: str) -> Criterion:
    """A criterion that is yes or no; `asks` is the one question that decides it."""
    one = NOTHING + 1
    value = choose((result, one), otherwise=0)
    return Criterion(number, article, label, result, value, one, "count", asks=asks)


def service(
    label: str,
    *criteria: Criterion,
    counted: Node = LIVING,
    remarks: tuple[Remark, ...] = (),
) -> Rule:
    """A service without money for a household that meets every criterion."""
    met = all_of(*(one.result for one in criteria))
    return for_household(criteria=criteria, met=met, label=label, counted=counted, remarks=remarks)
