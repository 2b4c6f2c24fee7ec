"""Tying a portal user to a person: what lifts a citizen from level 0 to level 1."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.accounts.actions import raise_level
from doudi.accounts.models import User
from doudi.audit.actions import record
from doudi.common.actors import Officer, System
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.people.models import Login, Person


@action
def link(*, user: User, person: Person, how: str, by: Officer | System, at: datetime) -> Login:
    """A named officer saw the card, or recorded the number before it answered a code.

    Raises Refusal when the phone is another's.
    """
    current = Login.objects.filter(user=user, revoked_at__isnull=True).first()
    if current and current.person_id != person.pk:
        raise Refusal(
            "login.other_person", _("这个手机号码已经核对为另一个人使用。请先请本人解除，再核对。")
        )
    raise_level(user=user, how=how, by=by, at=at)
    if current:
        return current
    login = Login.objects.create(user=user, person=person, linked_at=at)
    record(by=by, at=at, verb="link", noun="person", key=str(person.pk), user=user.pk)
    return login
