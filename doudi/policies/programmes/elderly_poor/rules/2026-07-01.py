"""Subsidy of poor elderly persons (经济困难老年人补贴), screened only: no amount is known.

The law of 2021-07-01 as it was, read with the Law's own dibao and statuses.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("elderly_poor", date(2021, 7, 1))
