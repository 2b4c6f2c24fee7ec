"""Pages of the trail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doudi.accounts.queries.posts import users_names
from doudi.accounts.rules.posts import ADMINISTRATORS
from doudi.accounts.states import Duty
from doudi.audit.models import SIGN_INS, Entry
from doudi.audit.queries import entries_about

MOST_SIGN_INS = 5_000
WRONG = "wrong_password"
_WORDS = {
    ("account", "open"): gettext_lazy("开通账号"),
    ("account", "close"): gettext_lazy("停用账号"),
    ("account", "reset_second_step"): gettext_lazy("重置第二步验证"),
    ("account", "enrol_totp"): gettext_lazy("绑定身份验证器"),
    ("account", "sign_in"): gettext_lazy("登录"),
    ("account", "sign_out"): gettext_lazy("退出登录"),
    ("account", WRONG): gettext_lazy("密码不对"),
    ("post", "give"): gettext_lazy("任命岗位"),
    ("post", "end"): gettext_lazy("免去岗位"),
    ("post", "name_acting"): gettext_lazy("指定代理"),
    ("post", "end_acting"): gettext_lazy("结束代理"),
    ("power", "give"): gettext_lazy("授予权限"),
    ("jurisdiction", "set"): gettext_lazy("设定管辖"),
    ("message", "send_again"): gettext_lazy("重发短信"),
    ("message", "set_aside"): gettext_lazy("搁置短信"),
}


@dataclass(frozen=True)
class TrailLine:
    """One entry in words. `account`: the user id that it is about, or 0; `whom`: that name."""

    entry: Entry
    who: str
    duty: str
    what: str
    account: int
    whom: str


def administrators_acts() -> QuerySet[Entry]:
    """What system, security and audit administrators did from these posts, newest first."""
    rows = Entry.objects.filter(actor_kind="officer", duty__in=sorted(ADMINISTRATORS))
    return rows.order_by("-id")


def sign_ins(*, wrong: bool = False) -> QuerySet[Entry]:
    """Officers' sign-ins, sign-outs and wrong passwords, newest first, the last 5,000."""
    verbs = [WRONG] if wrong else SIGN_INS
    return Entry.objects.filter(noun="account", verb__in=verbs).order_by("-id")[:MOST_SIGN_INS]


def of_account(user_id: int) -> QuerySet[Entry]:
    """All that befell one officer's account, newest first."""
    return entries_about("account", user_id).order_by("-id")


def in_words(entries: Iterable[Entry]) -> list[TrailLine]:
    """One query for the names, however many there are."""
    held = [(one, _actor(one), _about(one)) for one in entries]
    names = users_names(user for _entry, *users in held for user in users if user)
    return [
        TrailLine(
            one,
            names.get(actor, "") if actor else _("系统"),
            str(Duty(one.duty).label) if one.duty in Duty.values else "",
            str(_WORDS.get((one.noun, one.verb), f"{one.verb} {one.noun}")),
            about,
            names.get(about, ""),
        )
        for one, actor, about in held
    ]


def _actor(entry: Entry) -> int:
    return int(entry.actor_id) if entry.actor_kind == "officer" else 0


def _about(entry: Entry) -> int:
    """The account that an entry is about, or whose post or power."""
    key = entry.key if entry.noun == "account" else str(entry.detail.get("user", ""))
    return int(key) if key.isdigit() else 0
