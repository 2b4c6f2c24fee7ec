"""What people learn from sign-ins, and from messages that did not arrive."""

from doudi.accounts.models import User
from doudi.common.actors import System
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.people.actions.contacts import know_by_number
from doudi.people.actions.telling import tell_what_failed
from doudi.people.models import PhoneWord


def handle(entry: Entry) -> None:
    """Idempotent: raising a level again gives the row already there."""
    if (entry.noun, entry.verb) == ("citizen", "signed_in"):
        user = User.objects.get(pk=int(entry.key))
        know_by_number(user=user, by=System("people.pick_up"), at=entry.at)
    if (entry.noun, entry.verb) == ("message", "failed"):
        word = PhoneWord.objects.filter(message_id=int(entry.key)).first()
        if word:
            tell_what_failed(word=word, by=System("people.pick_up"), at=entry.at)


pick_up_now = reader_task("people", handle, nouns=("citizen", "message"))
