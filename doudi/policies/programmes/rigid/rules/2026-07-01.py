"""Families with rigid expenditure (刚性支出困难家庭) from 2026-07-01. A status without money.

The law of 2025-01-01 as it was, read with the Law's own dibao and statuses.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("rigid", date(2025, 1, 1))
