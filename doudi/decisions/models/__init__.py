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
from doudi.decisions.models.papers import Batch, BatchRow, ConferenceCall, PaperOnly
from doudi.decisions.models.postings import (
    Appraisal,
    Complaint,
    LineRemoval,
    Objection,
    Posting,
    PostingLine,
)

__all__ = [
    "Appraisal",
    "Assessment",
    "Batch",
    "BatchRow",
    "CarryOver",
    "Complaint",
    "Conference",
    "ConferenceCall",
    "ConferenceItem",
    "Decision",
    "Draw",
    "DrawKey",
    "Hearing",
    "Letter",
    "LineRemoval",
    "Objection",
    "Opinion",
    "PaperOnly",
    "Posting",
    "PostingLine",
    "Review",
]
