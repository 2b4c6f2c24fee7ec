"""That the privacy notice was shown, and taking consent back."""

from datetime import datetime

from doudi.accounts.models import User
from doudi.audit.actions import record
from doudi.common.actors import Actor, Citizen
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.actions.authorisations import revoke
from doudi.people.guards import check_own_consent
from doudi.people.models import Authorisation, NoticeRead, Person
from doudi.people.rules.notices import NOTICE_VERSION, notice_hash


@action
def note_shown(
    *, noun: str, key: object, person: Person | None = None, by: Actor, at: datetime
) -> NoticeRead:
    """The version in force was shown with what is signed or sent (`noun`, `key`).

    `person`: who signed; else the user on whose screen it stood. Once for each.
    """
    user = User.objects.get(pk=by.user_id) if isinstance(by, Citizen) else None
    made, new = NoticeRead.objects.get_or_create(
        person=person,
        user=user,
        version=NOTICE_VERSION,
        noun=noun,
        key=str(key),
        defaults={"text_hash": notice_hash(), "shown_at": at},
    )
    if new:
        record(by=by, at=at, verb="show_notice", noun=noun, key=key, version=NOTICE_VERSION)
    return made


@action
def withdraw_consent(*, letter: Authorisation, by: Citizen, at: datetime) -> Authorisation:
    """撤回授权 by the person whose letter it is. Aid goes on; the town is told by its tray."""
    held = Authorisation.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    check_own_consent(by, held)
    if held.revoked_at is None:
        revoke(letter=held, by=by, at=at)
        note(noun="authorisation", key=held.pk, verb="revoked", at=at)
        held.refresh_from_db()
    return held
