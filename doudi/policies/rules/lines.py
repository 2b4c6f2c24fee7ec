"""Where a rule draws its line of income, and which households lie just above or below it."""

from __future__ import annotations

from doudi.policies.rules.builders import NOTHING
from doudi.policies.rules.rule import Criterion, Rule
from doudi.policies.rules.vocabulary import Node, all_of, at_least, at_most, equals, less_than

NOBODY = equals(NOTHING, 1)


def income_line(rule: Rule) -> Criterion | None:
    """The criterion that compares a year's income of the household with a line, if there is one."""
    for one in rule.criteria:
        if one.unit == "fen_per_year" and any(kind == "income" for kind, _ in one.feeds):
            return one
    return None


def just_above(rule: Rule, percent: int) -> Node:
    """Everything else is met, and income is at or above the line by at most so many percent."""
    line = income_line(rule)
    if line is None:
        return NOBODY
    others = [one.result for one in rule.criteria if one is not line]
    return all_of(
        at_least(line.value, line.threshold),
        at_most(line.value * 100, line.threshold * (100 + percent)),
        *others,
    )


def just_below(rule: Rule, percent: int) -> Node:
    """The programme is met, and income is below the line by at most so many percent."""
    line = income_line(rule)
    if line is None:
        return NOBODY
    near = at_least(line.value * 100, line.threshold * (100 - percent))
    return all_of(rule.met, less_than(line.value, line.threshold), near)
