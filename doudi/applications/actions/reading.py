"""That an officer opened a case: the family sees which office looked, and why."""

from datetime import datetime

from doudi.applications.guards import check_can_read
from doudi.applications.models import Application
from doudi.audit.actions import record
from doudi.audit.queries import entries_about
from doudi.common.actors import Officer
from doudi.common.clock import beijing, day_of
from doudi.common.transactions import action


@action
def note_read(*, application: Application, by: Officer, at: datetime) -> None:
    """Once a day for each post; the purpose is the post's duty."""
    check_can_read(by, application, day_of(at))
    today = entries_about("application", application.key).filter(
        verb="read",
        actor_id=str(by.user_id),
        post_id=str(by.post_id),
        at__gte=beijing(day_of(at), 0),
    )
    if not today.exists():
        record(by=by, at=at, verb="read", noun="application", key=application.key)
