"""Corrects the ledger as soon as an award changed, and enters what was decided to be recovered."""

from datetime import datetime

from procrastinate.contrib.django import app

from doudi.awards.models import Award
from doudi.common import clock
from doudi.common.actors import System
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.payments.actions import may_ask, raises, raising
from doudi.payments.actions.corrections import correct
from doudi.payments.actions.overpaid import claim_overpaid
from doudi.payments.actions.recovery import take_effect
from doudi.payments.models import Raise
from doudi.payments.queries.may_ask import to_tell
from doudi.payments.queries.raises import work_waits
from doudi.payments.queries.recovery import matter_of
from doudi.payments.states import ItemState, RaiseState

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


pick_up_now = reader_task("payments", handle, nouns=("award", "decision"))


@app.periodic(cron="*/10 * * * *", periodic_id=raises.WORK)
@app.task(name=raises.WORK, queueing_lock=raises.WORK)
def work_on_raises(timestamp: int = 0) -> int:
    """Computes the lists that wait and carries out what was approved; goes on where it stopped.
    How many raises it worked on."""
    waiting = list(work_waits())
    for found in waiting:
        work_on(found, clock.now())
    return len(waiting)


def work_on(found: Raise, at: datetime) -> None:
    """One raise to the end of its step; each award and each family is its own transaction."""
    by = System(raises.WORK)
    if found.state == RaiseState.DRAFT:
        while raising.compute_some(found=found, by=by, at=at):
            pass
        return
    for item in found.items.filter(state=ItemState.MORE).order_by("pk"):
        raising.carry_out(item=item, by=by, at=at)
    for one in to_tell(found):
        may_ask.tell_may_ask(one=one, by=by, at=at)
    raising.finish_raise(found=found, by=by, at=at)
