"""From the explained assessment to the letter that is served."""

from doudi.decisions.models.deciding import (
    CarryOver,
    Conference,
    ConferenceItem,
    Decision,
    Letter,
    Review,
)
from doudi.decisions.models.draws import Draw, DrawKey
from doudi.decisions.models.examination import Assessment, Opinion
from doudi.decisions.models.hearings import Hearing
from doudi.decisions.models.postings import Appraisal, Complaint, Objection, Posting, PostingLine

__all__ = [
    "Appraisal",
    "Assessment",
    "CarryOver",
    "Complaint",
    "Conference",
    "ConferenceItem",
    "Decision",
    "Draw",
    "DrawKey",
    "Hearing",
    "Letter",
    "Objection",
    "Opinion",
    "Posting",
    "PostingLine",
    "Review",
]
