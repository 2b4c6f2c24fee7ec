"""Accounts of officers, their posts, and what offices may do where."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.utils.translation import gettext as _

from doudi.accounts.guards import check_can_administer, check_can_give_post
from doudi.accounts.models import Jurisdiction, Office, Place, Post, Power, User
from doudi.accounts.queries.citizens import phone_context
from doudi.accounts.queries.periods import valid_on
from doudi.accounts.rules.signin import is_strong
from doudi.accounts.states import Duty, UserKind
from doudi.audit.actions import record
from doudi.common.actors import Actor, System
from doudi.common.clock import day_of
from doudi.common.crypto import blind_index, seal
from doudi.common.identity import read_mobile
from doudi.common.refusals import Forbidden, Refusal
from doudi.common.remembered import forget
from doudi.common.transactions import action


@action
def open_account(
    *, username: str, name: str, password: str, phone: str = "", by: Actor, at: datetime
) -> User:
    """An officer's account without any post. Field duties need the phone for their second step."""
    check_can_administer(by, at)
    if not is_strong(password):
        sentence = _("密码至少 10 位，并同时包含字母和数字。")
        raise Refusal("account.weak_password", sentence, field="password")
    if User.objects.filter(username=username).exists():
        sentence = _("这个用户名已经有人使用，请换一个。")
        raise Refusal("account.name_taken", sentence, field="username")
    user = User(username=username, kind=UserKind.OFFICER, name=name, created_at=at)
    user.set_password(password)
    if phone:
        number = read_mobile(phone)
        user.phone_sealed = seal(phone_context(username), number)
        user.phone_index = blind_index("phone", number)
        user.phone_verified_at = at
    user.save()
    record(by=by, at=at, verb="open", noun="account", key=user.pk)
    return user


@action
def close_account(*, user: User, by: Actor, at: datetime) -> User:
    """Nobody signs in with it again; posts and history stay."""
    check_can_administer(by, at, about=user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    forget()
    record(by=by, at=at, verb="close", noun="account", key=user.pk)
    return user


@action
def reset_second_step(*, user: User, by: Actor, at: datetime) -> User:
    """Forgets a lost authenticator and ends every sign-in; the next one sets up a new one."""
    check_can_administer(by, at, about=user)
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.sign_ins = []
    user.save(update_fields=["sign_ins"])
    record(by=by, at=at, verb="reset_second_step", noun="account", key=user.pk)
    return user


@action
def enrol_totp(*, user: User, secret: str, by: Actor, at: datetime) -> User:
    """Gives a trial's officer a known base-32 secret; people set up their own at sign-in."""
    if by != System("setup"):
        raise Forbidden("account.enrol", _("动态口令由本人在首次登录时设置。"))
    Authenticator.objects.create(user_id=user.pk, type="totp", data={"secret": encrypt(secret)})
    record(by=by, at=at, verb="enrol_totp", noun="account", key=user.pk)
    return user


@action
def give_post(
    *,
    user: User,
    office: Office,
    duty: str,
    valid_from: date,
    valid_until: date | None = None,
    acting_for: Post | None = None,
    by: Actor,
    at: datetime,
) -> Post:
    """The user holds the duty in the office from a day, or acts for a post of that duty there.

    Refuses a duty that an office of this level does not have, duties that one person may not hold
    together on any of its days, and an acting post without an end.
    """
    check_can_give_post(by, user, office, duty, at, (valid_from, valid_until), acting_for)
    post = Post.objects.create(
        user=user,
        office=office,
        duty=Duty(duty),
        acting_for=acting_for,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    forget()
    record(by=by, at=at, verb="give", noun="post", key=post.pk, user=user.pk, office=office.pk)
    return post


@action
def open_administrator(
    *, username: str, name: str, password: str, office: Office, by: Actor, at: datetime
) -> Post:
    """An account that is security administrator of the office from today."""
    user = open_account(username=username, name=name, password=password, by=by, at=at)
    return give_post(
        user=user,
        office=office,
        duty=Duty.SECURITY_ADMIN,
        valid_from=day_of(at),
        by=by,
        at=at,
    )


@action
def end_post(*, post: Post, on: date, by: Actor, at: datetime) -> Post:
    """The post is not held any more from this day on."""
    check_can_administer(by, at, about=post.user)
    if on <= post.valid_from:
        raise Refusal("post.end", _("结束日期要晚于任岗日期。"), field="on")
    post.valid_until = on
    post.save(update_fields=["valid_until"])
    forget()
    record(by=by, at=at, verb="end", noun="post", key=post.pk, on=on)
    return post


@action
def give_power(
    *,
    office: Office,
    act: str,
    programme: str,
    place: Place,
    basis: str,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Power:
    """The office does this act of the programme there; who did it for that very place stops."""
    check_can_administer(by, at)
    same = Power.objects.filter(act=act, programme=programme, place=place)
    if same.filter(valid_from__gte=valid_from).exists():
        raise Refusal("power.later", _("这个地方已有同日或更晚开始的授权，请先核对日期。"))
    same.filter(valid_on(valid_from)).update(valid_until=valid_from)
    power = Power.objects.create(
        office=office,
        act=act,
        programme=programme,
        place=place,
        basis=basis,
        valid_from=valid_from,
    )
    forget()
    record(by=by, at=at, verb="give", noun="power", key=power.pk, office=office.pk, act=act)
    return power


@action
def set_jurisdiction(
    *,
    office: Office,
    place: Place,
    duty: str = "",
    valid_from: date,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Jurisdiction:
    """The office answers for the place and all below it from a day; the same row again moves its
    end."""
    check_can_administer(by, at)
    row, _created = Jurisdiction.objects.update_or_create(
        office=office,
        place=place,
        duty=duty,
        valid_from=valid_from,
        defaults={"valid_until": valid_until},
    )
    forget()
    record(by=by, at=at, verb="set", noun="jurisdiction", key=row.pk, office=office.pk)
    return row
