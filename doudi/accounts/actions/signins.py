"""Where an officer is signed in: in DOUDI_SIGN_INS places at most."""

from datetime import datetime

from django.conf import settings

from doudi.accounts.models import User
from doudi.accounts.states import UserKind
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.transactions import action


@action
def begin_sign_in(*, user: User, mark: str, by: Officer, at: datetime) -> None:
    """Both steps are passed: from now on this sign-in counts, and the oldest beyond the limit end.

    Changes the passed object. The same `mark` again changes nothing.
    """
    held = user.sign_ins = _held(user)
    if mark not in held:
        user.sign_ins = [*held, mark][-settings.DOUDI_SIGN_INS :]
        user.save(update_fields=["sign_ins"])
        ended = len(held) + 1 - len(user.sign_ins)
        record(by=by, at=at, verb="sign_in", noun="account", key=user.pk, ended=ended)


@action
def end_sign_in(*, user: User, mark: str, by: Actor, at: datetime) -> None:
    """The officer signed out, or left it alone; another may take its place."""
    held = user.sign_ins = _held(user)
    if mark in held:
        user.sign_ins = [one for one in held if one != mark]
        user.save(update_fields=["sign_ins"])
        record(by=by, at=at, verb="sign_out", noun="account", key=user.pk)


@action
def note_wrong_password(*, username: str, by: Actor, at: datetime) -> None:
    """One entry for each try, whether there is such an account or not: both take as long."""
    found = User.objects.filter(username=username, kind=UserKind.OFFICER).first()
    key = found.pk if found else "unknown"
    record(by=by, at=at, verb="wrong_password", noun="account", key=key)


def _held(user: User) -> list[str]:
    """Two browsers may begin at once: each waits for the other."""
    found: list[str] = User.objects.select_for_update().get(pk=user.pk).sign_ins
    return found
