"""De facto unattended children (事实无人抚养儿童): nobody of both parents can raise them.

The law of 2021-07-01 as it was, read with the Law's own dibao and statuses.
"""

from datetime import date

from doudi.policies.rules.registry import amended
from doudi.policies.rules.rule import Rule


def rule() -> Rule:
    """The law of this file as one value."""
    return amended("factual_orphan", date(2021, 7, 1))
