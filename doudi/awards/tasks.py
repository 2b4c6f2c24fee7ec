"""Grants what was decided, as soon as the journal says so."""

from doudi.awards.actions.awards import grant
from doudi.common.actors import System
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry


def handle(entry: Entry) -> None:
    """Idempotent: a decision has one award, by the database. The award is as of the decision."""
    if (entry.noun, entry.verb) != ("decision", "decided"):
        return
    decision = Decision.objects.get(pk=int(entry.key))
    if decision.outcome == Outcome.GRANTED and decision.request_id:
        grant(decision=decision, by=System("awards.pick_up"), at=entry.at)


pick_up_now = reader_task("awards", handle)
