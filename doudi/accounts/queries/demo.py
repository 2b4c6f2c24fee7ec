"""Who can sign in to a demo, with the codes of this moment. Empty in any other mode."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from doudi.accounts.models import User
from doudi.accounts.queries.citizens import phone_of
from doudi.accounts.queries.posts import valid_posts
from doudi.accounts.states import FIELD_DUTIES, UserKind

DEMO_PASSWORD = "doudi-demo-2026"
_PERIOD = 30


@dataclass(frozen=True)
class DemoSignIn:
    """`code` is the TOTP of this moment; empty where a code goes to the phone (`by_sms`)."""

    username: str
    name: str
    duty: str
    office: str
    password: str
    code: str
    by_sms: bool


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
    return [
        DemoSignIn(
            username=post.user.username,
            name=post.user.name,
            duty=post.get_duty_display(),
            office=post.office.name,
            password=DEMO_PASSWORD,
            code=codes.get(post.user_id, ""),
            by_sms=post.duty in FIELD_DUTIES,
        )
        for post in valid_posts(on)
    ]


def demo_phones(limit: int = 20) -> list[DemoPhone]:
    """Numbers of the demo's citizens, first ones first."""
    if settings.DOUDI_MODE != "demo":
        return []
    users = User.objects.filter(kind=UserKind.CITIZEN, phone_index__isnull=False).order_by("id")
    return [DemoPhone(user.name, phone_of(user)) for user in users[:limit]]
