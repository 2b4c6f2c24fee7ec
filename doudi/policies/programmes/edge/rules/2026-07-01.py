"""Edge families (低保边缘家庭) from 2026-07-01: 社会救助法. A status without money.

Tests and sums of 2021-07-01 as they were; from this day they rest on these articles.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule

WHO = "社会救助法第二十一条；民发〔2021〕57号第七条"
INCOME = "社会救助法第二十一条；民发〔2022〕83号"
SORTED = "国办发〔2023〕39号：一次申请、分类审核认定"
PROPERTY = "社会救助法第二十一条（财产规定由各地定）"
ARTICLES = {
    "edge.1": WHO,
    "edge.2": INCOME,
    "edge.3": INCOME,
    "edge.4": SORTED,
    "edge.5": PROPERTY,
    "edge.6": PROPERTY,
    "edge.7": PROPERTY,
    "edge.8": PROPERTY,
    "edge.9": PROPERTY,
    "edge.10": PROPERTY,
    "edge.11": PROPERTY,
}


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("edge", date(2021, 7, 1), ARTICLES)
