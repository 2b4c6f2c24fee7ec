"""Who can sign in to a demo, with the codes of this moment. Empty in any other mode."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import connection

from doudi.accounts.models import Place, User
from doudi.accounts.queries.citizens import phone_of
from doudi.accounts.queries.posts import valid_posts
from doudi.accounts.states import FIELD_DUTIES, UserKind

DEMO_PASSWORD = "doudi-demo-2026"  # nosec B105 # invented officers, in a demo on loopback only
_PERIOD = 30


@dataclass(frozen=True)
class DemoSignIn:
    """`code` is the TOTP of this moment; empty where a code goes to the phone (`by_sms`).

    `area` is the town or district of the office.
    """

    area: str
    username: str
    name: str
    duty: str
    office: str
    password: str
    code: str
    by_sms: bool


@dataclass(frozen=True)
class DemoLoading:
    """How far the demo is with its families: `town` is the one that they come from now."""

    done: int
    waiting: int
    left_out: int
    town: str

    @property
    def total(self) -> int:
        return self.done + self.waiting + self.left_out


@dataclass(frozen=True)
class DemoPhone:
    name: str
    phone: str


def demo_sign_ins(on: date, unix: int) -> list[DemoSignIn]:
    """The demo's officers; `unix` is the real time in seconds, which TOTP follows."""
    if settings.DOUDI_MODE != "demo":
        return []
    codes = {
        totp.user_id: format_hotp_value(hotp_value(decrypt(totp.data["secret"]), unix // _PERIOD))
        for totp in Authenticator.objects.filter(type="totp")
    }
    posts = valid_posts(on).select_related("user", "office__seat__parent")
    return [
        DemoSignIn(
            area=_area(post.office.seat),
            username=post.user.username,
            name=post.user.name,
            duty=post.get_duty_display(),
            office=post.office.name,
            password=DEMO_PASSWORD,
            code=codes.get(post.user_id, ""),
            by_sms=post.duty in FIELD_DUTIES,
        )
        for post in posts
    ]


def _area(seat: Place) -> str:
    return seat.parent.name if seat.level == "village" and seat.parent else seat.name


def demo_phones(limit: int = 20) -> list[DemoPhone]:
    """Numbers of the demo's first citizens, in order."""
    if settings.DOUDI_MODE != "demo":
        return []
    users = User.objects.filter(kind=UserKind.CITIZEN, phone_index__isnull=False).order_by("id")
    first = [DemoPhone(user.name, phone_of(user)) for user in users[:limit]]
    return sorted(first, key=lambda one: one.phone)


_FAMILIES = """
SELECT count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'waiting'),
       count(*) FILTER (WHERE state = 'left_out'),
       coalesce((array_agg(town ORDER BY number) FILTER (WHERE state = 'waiting'))[1], '')
FROM demo_family WHERE number > 0
"""


def demo_loading() -> DemoLoading | None:
    """None when nothing is loaded any more, and where there is no demo."""
    if settings.DOUDI_MODE != "demo":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('demo_family') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(_FAMILIES)
        found = DemoLoading(*cursor.fetchone())
    return found if found.waiting or found.left_out else None
