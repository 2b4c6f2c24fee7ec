"""What others may ask about assessments, opinions, sheets, decisions and letters."""

from doudi.decisions.queries.panel import ForFamily, Panel, for_family, panel, timeline
from doudi.decisions.queries.recompute import recompute
from doudi.decisions.queries.standing import (
    current_decision,
    current_opinion,
    hanging,
    letter_of,
    newest_assessment,
)

__all__ = [
    "ForFamily",
    "Panel",
    "current_decision",
    "current_opinion",
    "for_family",
    "hanging",
    "letter_of",
    "newest_assessment",
    "panel",
    "recompute",
    "timeline",
]
