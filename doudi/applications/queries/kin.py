"""Whether the applicants say that somebody close works for an office that handles this."""

from doudi.applications.models import Application
from doudi.applications.states import KinReply


def answered_yes(application: Application) -> bool:
    """A county visit is then compulsory (近亲属备案)."""
    return answer_of(application) == KinReply.YES


def answer_of(application: Application) -> str:
    """Yes, no, unsure, or '' where nobody answered."""
    current = application.kin_answers.filter(superseded_at__isnull=True).first()
    return current.answer if current else ""
