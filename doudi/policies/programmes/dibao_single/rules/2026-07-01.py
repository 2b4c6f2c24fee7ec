"""Dibao for a single person (单人保) from 2026-07-01: 社会救助法, with 民发〔2021〕57号.

Tests and sums of 2021-07-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

WHO = "社会救助法第二十一条；民发〔2021〕57号第八条"
FAMILY = "社会救助法第二十一条；民发〔2021〕57号第八条；民发〔2022〕83号"
SORTED = "国办发〔2023〕39号：一次申请、分类审核认定"
ARTICLES = {
    "dibao_single.1": WHO,
    "dibao_single.2": FAMILY,
    "dibao_single.4": SORTED,
    "dibao_single.5": SORTED,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("dibao_single", date(2021, 7, 1), ARTICLES)
