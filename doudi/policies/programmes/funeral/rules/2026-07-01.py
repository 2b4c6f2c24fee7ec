"""Funeral relief (殡葬减免): the basic items are waived for a dead member of a poor family.

The law of 2021-07-01 as it was, read with the Law's own dibao and statuses.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("funeral", date(2021, 7, 1))
