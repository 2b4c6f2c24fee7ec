"""Price-linked temporary subsidy (价格临时补贴) from 2026-07-01: 社会救助法第三十二条.

Tests and sums of 2021-07-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

BASIS = "社会救助法第三十二条；社会救助和保障标准与物价上涨挂钩联动机制"
ARTICLES = {
    "price_subsidy.1": BASIS,
    "price_subsidy.2": BASIS,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("price_subsidy", date(2021, 7, 1), ARTICLES)
