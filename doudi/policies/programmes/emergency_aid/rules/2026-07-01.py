"""Emergency type of temporary aid (急难型临时救助) from 2026-07-01: 社会救助法.

Tests and sums of 2021-07-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

BASIS = "社会救助法第二十九条、第三十七条、第五十条；2026 年临时救助意见"
ARTICLES = {
    "emergency_aid.1": BASIS,
    "emergency_aid.2": BASIS,
    "emergency_aid.3": BASIS,
    "emergency_aid.4": BASIS,
    "emergency_aid.5": BASIS,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("emergency_aid", date(2021, 7, 1), ARTICLES)
