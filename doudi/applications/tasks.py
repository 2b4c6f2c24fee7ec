"""What applications learn from visits."""

from doudi.applications.actions.knowing import know_applicants
from doudi.common.actors import System
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.visits.models import Visit


def handle(entry: Entry) -> None:
    """Idempotent: raising a level again gives the row already there."""
    if (entry.noun, entry.verb) == ("visit", "finished"):
        visit = Visit.objects.get(pk=entry.key)
        know_applicants(visit=visit, by=System("applications.pick_up"), at=entry.at)


pick_up_now = reader_task("applications", handle)
