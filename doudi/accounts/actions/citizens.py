"""Citizens: a number that answers a code, and why its holder is known."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from doudi.accounts.guards import check_can_raise_level
from doudi.accounts.models import CitizenLevel, User
from doudi.accounts.queries.citizens import citizen_user, phone_context
from doudi.accounts.rules.messages import CODE
from doudi.accounts.states import LevelGround, UserKind
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.crypto import blind_index, seal
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.messaging.actions import send
from doudi.messaging.rules import phone as phone_address


@action
def open_citizen(*, phone: str, by: Actor, at: datetime) -> User:
    """The citizen of this 11-digit number, new or already there; level 0."""
    found = citizen_user(phone)
    if found is not None:
        return found
    user = _citizen(at)
    user.phone_sealed = seal(phone_context(user.username), phone)
    user.phone_index = blind_index("phone", phone)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        # the same number asked twice at the same instant
        return User.objects.get(kind=UserKind.CITIZEN, phone_index=user.phone_index)
    record(by=by, at=at, verb="open", noun="citizen", key=user.pk)
    return user


@action
def open_government_citizen(*, name: str, by: Actor, at: datetime) -> User:
    """A citizen whom the government platform vouches for: level 1, no number of ours."""
    user = _citizen(at)
    user.name = name
    user.save()
    CitizenLevel.objects.create(user=user, how=LevelGround.GOVERNMENT, at=at)
    record(by=by, at=at, verb="open", noun="citizen", key=user.pk, how="government")
    return user


def _citizen(at: datetime) -> User:
    user = User(username=f"c-{uuid4().hex}", kind=UserKind.CITIZEN, created_at=at)
    user.set_unusable_password()
    return user


@action
def note_sign_in(*, user: User, by: Actor, at: datetime) -> None:
    """A citizen answered a code. Later modules may know whose number it is."""
    if user.kind == UserKind.CITIZEN:
        record(by=by, at=at, verb="sign_in", noun="citizen", key=user.pk)
        note(noun="citizen", key=user.pk, verb="signed_in", at=at)


@action
def verify_phone(*, user: User, by: Actor, at: datetime) -> User:
    """The number answered its first code. Changes the passed object."""
    user.phone_verified_at = at
    user.save(update_fields=["phone_verified_at"])
    record(by=by, at=at, verb="verify_phone", noun="citizen", key=user.pk)
    return user


@action
def raise_level(*, user: User, how: str, by: Actor, at: datetime) -> CitizenLevel:
    """The holder of this phone is known from now on (level 1), by whom and why.

    A person seen with the card needs an Officer. Raising again gives the row already there.
    """
    check_can_raise_level(by, at)
    post_id = by.post_id if isinstance(by, Officer) else None
    if how == LevelGround.OFFICER_SAW_CARD and post_id is None:
        raise Refusal("identity.seen_by", _("请由在岗的工作人员当面核对身份证。"))
    if user.kind != UserKind.CITIZEN:
        raise Refusal("identity.officer", _("工作人员账号没有群众身份等级。"))
    kept, created = CitizenLevel.objects.get_or_create(
        user=user, how=LevelGround(how), revoked_at=None, defaults={"at": at, "by_post_id": post_id}
    )
    if created:
        record(by=by, at=at, verb="raise_level", noun="citizen", key=user.pk, how=how)
    return kept


@action
def revoke_level(*, user: User, reason: str, by: Officer, at: datetime) -> User:
    """The phone is a stranger's again (sold number, mistake): level 0, data no longer shown."""
    check_can_raise_level(by, at)
    CitizenLevel.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    record(by=by, at=at, verb="revoke_level", noun="citizen", key=user.pk, reason=reason)
    return user


@action
def send_sign_in_code(
    *, user: User, phone: str, code: str, once: str, by: Actor, at: datetime
) -> None:
    """The six digits by SMS; they stay sealed in the outbox."""
    send(
        to=phone_address(phone),
        template=CODE.code,
        values={"code": code},
        by=by,
        at=at,
        noun="user",
        key=user.pk,
        once=f"sign-in:{once}",
    )
