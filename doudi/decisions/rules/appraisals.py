"""民主评议: who must be in the room, and what the counts have to be."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent.parent / "postings" / "appraisals.yaml"


@dataclass(frozen=True)
class AppraisalRule:
    """At least `share` of `of` attendants are representatives."""

    from_on: date
    share: int
    of: int
    basis: str
    standing: str


@cache
def appraisal_rules() -> tuple[AppraisalRule, ...]:
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))["appraisals"]
    return tuple(
        AppraisalRule(
            from_on=row["from"],
            share=row["representatives"]["share"],
            of=row["representatives"]["of"],
            basis=row["basis"],
            standing=row["standing"],
        )
        for row in rows
    )


def appraisal_rule(on: date) -> AppraisalRule:
    """The newest in force. Raises LookupError when there is none."""
    fits = [rule for rule in appraisal_rules() if rule.from_on <= on]
    if not fits:
        raise LookupError(on)
    return max(fits, key=lambda rule: rule.from_on)


def enough_representatives(attendants: int, representatives: int, rule: AppraisalRule) -> bool:
    """Compared without dividing; nobody in the room is not enough."""
    return attendants > 0 and representatives * rule.of >= attendants * rule.share
