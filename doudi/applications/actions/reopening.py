"""A review annulled the decision: the application is open again."""

from datetime import datetime

from doudi.applications import guards
from doudi.applications.models import Application
from doudi.applications.queries.clock import due_on
from doudi.applications.states import MOVES
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.journal.actions import note


@action
def reopen(*, application: Application, by: Officer, at: datetime) -> Application:
    """Called by decisions. The whole time limit runs anew from this day; the receipt stays."""
    held = (
        Application.objects.select_for_update(of=("self",))
        .select_related("place", "household")
        .get(pk=application.pk)
    )
    guards.check_move(held, "reopen")
    held.state = MOVES[held.state]["reopen"]
    held.closed_at, held.reopened_at = None, at
    held.due_on = due_on(held, day_of(at))
    held.save(update_fields=["state", "closed_at", "reopened_at", "due_on"])
    record(by=by, at=at, verb="reopen", noun="application", key=held.pk, due_on=held.due_on)
    note(noun="application", key=held.pk, verb="reopened", at=at)
    return held
