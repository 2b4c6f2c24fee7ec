"""Who may change accounts, posts, powers and jurisdictions."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Office, Post, User
from doudi.accounts.queries.posts import duties_between, posts_of
from doudi.accounts.queries.reach import holds_post
from doudi.accounts.rules.posts import incompatible, sits_at
from doudi.accounts.states import Duty, Level, UserKind
from doudi.common.actors import Actor, Citizen, Officer, System
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Refusal


def check_can_administer(by: Actor, at: datetime, *, about: User | None = None) -> None:
    """The security administrator about others, or the setup command. Raises Forbidden, Refusal."""
    match by:
        case System(task="setup"):
            return
        case Officer(duty=Duty.SECURITY_ADMIN) if holds_post(by, day_of(at)):
            if about is not None and about.pk == by.user_id:
                sentence = _("不能给自己开通或调整权限，请由另一位安全管理员办理。")
                raise Refusal("account.own", sentence)
        case _:
            raise Forbidden("account.administer", _("只有安全管理员可以开通账号和调整权限。"))


def check_can_give_post(
    by: Actor,
    user: User,
    office: Office,
    duty: str,
    at: datetime,
    days: tuple[date, date | None],
    acting_for: Post | None = None,
) -> None:
    """`days`: from, and until or None. Raises Forbidden, Refusal."""
    check_can_administer(by, at, about=user)
    if user.kind != UserKind.OFFICER:
        raise Refusal("post.citizen", _("群众账号不能任岗，请先开通工作人员账号。"))
    if not sits_at(duty, office.level):
        words = {"level": Level(office.level).label, "duty": Duty(duty).label}
        sentence = _("%(level)s一级的单位没有“%(duty)s”岗位，请换一个单位或岗位。") % words
        raise Refusal("post.level", sentence, field="duty")
    if incompatible(duty, duties_between(user, *days)):
        raise Refusal("post.incompatible", _("此人已任的岗位与这个岗位不能由同一人担任。"))
    if acting_for is not None and (days[1] is None or acting_for.duty != duty):
        raise Refusal("post.acting", _("代理岗位要写明结束日期，并与被代理的岗位一致。"))


def check_can_raise_level(by: Actor, at: datetime) -> None:
    """An officer who saw the card, or the sign-in itself; a citizen never raises a level."""
    if isinstance(by, Citizen) or (isinstance(by, Officer) and not holds_post(by, day_of(at))):
        raise Forbidden("identity.raise", _("请由在岗的工作人员当面核对身份证。"))


LEADERS = (Duty.TOWN_LEADER, Duty.COUNTY_LEADER)


def check_can_name_acting(
    by: Officer, post: Post, user: User, on: date, valid_from: date, valid_until: date
) -> None:
    """The leader, for posts of the own office, among those who hold one there; never himself."""
    _check_leads(by, post, on)
    if not any(one.office_id == post.office_id for one in posts_of(user, on)):
        raise Refusal("acting.office", _("代理人要是本单位在岗的人员。"), field="user")
    if user.pk in {by.user_id, post.user_id}:
        raise Refusal("acting.own", _("不能指定自己或本岗位的人代理。"), field="user")
    if valid_from < on or valid_until <= valid_from:
        raise Refusal(
            "acting.days", _("开始日期不能早于今天，结束日期要晚于开始日期。"), field="valid_until"
        )
    if post.acting_for_id is not None:
        raise Refusal("acting.twice", _("代理的岗位不能再由别人代理。"), field="post")
    held = duties_between(user, valid_from, valid_until)
    if incompatible(post.duty, held) or post.duty in held:
        raise Refusal(
            "acting.incompatible", _("此人已任的岗位与这个岗位不能由同一人担任。"), field="user"
        )


def check_can_end_acting(by: Officer, post: Post, on: date) -> None:
    _check_leads(by, post, on)
    if post.acting_for_id is None:
        raise Refusal("acting.none", _("这不是代理的岗位，请由安全管理员办理。"))
    if post.valid_until is not None and post.valid_until <= on:
        raise Refusal("acting.over", _("代理已经结束。"))


def _check_leads(by: Officer, post: Post, on: date) -> None:
    if by.duty not in LEADERS or by.office_id != post.office_id or not holds_post(by, on):
        raise Forbidden("acting.leader", _("代理由本单位负责人指定。"))
