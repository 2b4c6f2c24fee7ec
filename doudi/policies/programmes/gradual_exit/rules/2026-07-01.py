"""Gradual exit (渐退) from 2026-07-01: after work lifted a family over the line, aid goes on a while.

The law of 2021-07-01 as it was, read with the Law's own dibao and statuses.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("gradual_exit", date(2021, 7, 1))
