"""Support of extremely poor persons (特困供养) from 2026-07-01: 社会救助法, with 民发〔2021〕43号.

Tests and sums of 2021-07-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

WHO = "社会救助法第十六条；民发〔2021〕43号第四条、第五条"
MEANS = "社会救助法第十六条；民发〔2021〕43号第六条、第七条"
SUPPORTERS = "社会救助法第十六条；民发〔2021〕43号第八条"
ARTICLES = {
    "tekun.1": WHO,
    "tekun.2": MEANS,
    "tekun.3": MEANS,
    "tekun.4": SUPPORTERS,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("tekun", date(2021, 7, 1), ARTICLES)
