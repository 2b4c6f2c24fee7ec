"""Minimum living guarantee from 2026-07-01: 社会救助法, with 民发〔2021〕57号 where no conflict.

Tests and sums of 2021-07-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

INCOME = "社会救助法第十八条；民发〔2021〕57号第十三条"
PROPERTY = "社会救助法第十八条；民发〔2021〕57号第十四条"
ARTICLES = {
    "dibao.2": INCOME,
    "dibao.3": PROPERTY,
    "dibao.4": PROPERTY,
    "dibao.5": PROPERTY,
    "dibao.6": PROPERTY,
    "dibao.7": PROPERTY,
    "dibao.8": PROPERTY,
    "dibao.9": PROPERTY,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("dibao", date(2021, 7, 1), ARTICLES)
