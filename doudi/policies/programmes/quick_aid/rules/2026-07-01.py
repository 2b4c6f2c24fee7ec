"""Small-sum quick aid (小额快救) from 2026-07-01: 社会救助法, with the 2026 opinion on such aid.

Tests and sums of 2026-01-29 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

BASIS = "社会救助法第二十九条、第三十七条、第五十条；2026 年临时救助意见（小额快救）"
ARTICLES = {
    "quick_aid.1": BASIS,
    "quick_aid.2": BASIS,
    "quick_aid.3": BASIS,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("quick_aid", date(2026, 1, 29), ARTICLES)
