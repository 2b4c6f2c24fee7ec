"""Expenditure type of temporary aid (支出型临时救助) from 2026-07-01: 社会救助法.

Tests and sums of 2025-01-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

BASIS = "社会救助法第二十九条、第三十七条；2026 年临时救助意见"
ARTICLES = {
    "expense_aid.1": BASIS,
    "expense_aid.2": BASIS,
    "expense_aid.3": BASIS,
    "expense_aid.4": BASIS,
    "expense_aid.5": BASIS,
    "expense_aid.6": BASIS,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("expense_aid", date(2025, 1, 1), ARTICLES)
