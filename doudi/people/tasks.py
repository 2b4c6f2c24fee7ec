"""What people learn from sign-ins."""

from doudi.accounts.models import User
from doudi.common.actors import System
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.people.actions.contacts import know_by_number


def handle(entry: Entry) -> None:
    """Idempotent: raising a level again gives the row already there."""
    if (entry.noun, entry.verb) == ("citizen", "signed_in"):
        user = User.objects.get(pk=int(entry.key))
        know_by_number(user=user, by=System("people.pick_up"), at=entry.at)


pick_up_now = reader_task("people", handle)
