"""Who may change accounts, posts, powers and jurisdictions."""

from datetime import datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import User
from doudi.accounts.queries.reach import holds_post
from doudi.accounts.states import Duty
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


def check_can_raise_level(by: Actor, at: datetime) -> None:
    """An officer who saw the card, or the sign-in itself; a citizen never raises a level."""
    if isinstance(by, Citizen) or (isinstance(by, Officer) and not holds_post(by, day_of(at))):
        raise Forbidden("identity.raise", _("请由在岗的工作人员当面核对身份证。"))
