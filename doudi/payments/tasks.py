"""Corrects the ledger as soon as an award changed, and enters what was decided to be recovered."""

from doudi.awards.models import Award
from doudi.common.actors import System
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.payments.actions.corrections import correct
from doudi.payments.actions.overpaid import claim_overpaid
from doudi.payments.actions.recovery import take_effect
from doudi.payments.queries.recovery import matter_of

CHANGES = {"changed", "suspended", "resumed", "ended", "moved"}


def handle(entry: Entry) -> None:
    """Idempotent: months are compared with the ledger, and a claim takes effect once."""
    by = System("payments.pick_up")
    if entry.noun == "award" and entry.verb in CHANGES:
        award = Award.objects.get(pk=int(entry.key))
        correct(award=award, by=by, at=entry.at)
        claim_overpaid(award=award, by=by, at=entry.at)
    if (entry.noun, entry.verb) == ("decision", "decided"):
        decision = Decision.objects.get(pk=int(entry.key))
        if matter_of(decision) and decision.outcome == Outcome.RECOVERED:
            take_effect(decision=decision, by=by, at=entry.at)


pick_up_now = reader_task("payments", handle)
