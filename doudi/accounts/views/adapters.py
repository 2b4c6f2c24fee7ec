"""How allauth meets our users: numbers are sealed, staff never enters by a code alone."""

from io import BytesIO
from typing import Any, ClassVar
from uuid import uuid4

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from doudi.accounts import actions
from doudi.accounts.forms import PhoneField
from doudi.accounts.models import User
from doudi.accounts.queries import citizen_user, code_is_second_step, has_totp, phone_of
from doudi.accounts.rules.secrets import MFA, seal_text, unseal_text
from doudi.accounts.states import UserKind
from doudi.accounts.views.kept import kept_for
from doudi.common import clock
from doudi.common.actors import System

SIGN_IN = System("sign-in")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("试错的次数太多，请过 5 分钟再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        number = phone_of(user)
        return (number, True) if number else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        raise NotImplementedError("numbers change at the counter, not here")

    def set_phone_verified(self, user: User, phone: str) -> None:
        """A citizen's first right code; the passed object itself must change (allauth)."""
        if user.kind == UserKind.CITIZEN and user.phone_verified_at is None:
            actions.verify_phone(user=user, by=SIGN_IN, at=clock.now())

    def get_user_by_phone(self, phone: str) -> User | None:
        """Never staff: a code would skip their TOTP."""
        return citizen_user(phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **_: Any) -> None:
        actions.send_sign_in_code(
            user=user, phone=phone, code=code, once=uuid4().hex, by=SIGN_IN, at=clock.now()
        )

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nobody is unknown: a first number has become a citizen before."""

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Nobody signs up."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """There is no electronic mail."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no electronic mail."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username") or "")
        actions.note_wrong_password(username=name, by=SIGN_IN, at=clock.now())

    def is_login_by_code_required(self, login: Any) -> bool:
        user = login.user
        return bool(user and code_is_second_step(user, clock.today()))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A new officer sets up TOTP right after the password; asking again would be a dead end."""
        if app == "allauth.mfa" and not has_totp(kwargs.get("user") or self.request.user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        kind = getattr(request.user, "kind", "")
        if kept_for(request):
            return "/sign-in/kept/"
        return "/desk/" if kind == UserKind.OFFICER else "/"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """allauth's own notes name the number; only plain sentences are passed on."""
        if kwargs.get("message"):
            super().add_message(request, level, message=kwargs["message"])


class SecretAdapter(DefaultMFAAdapter):
    """TOTP secrets are plain text by default."""

    def encrypt(self, text: str) -> str:
        return seal_text(MFA, text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(MFA, encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url).save(picture, kind="svg", scale=5, xmldecl=False)
        return picture.getvalue().decode()


class GovernmentAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the government platform: a citizen of level 1, its claims not stored."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Keeps the name. The other claims go before allauth looks up and saves the account."""
        sociallogin.user.name = str(data.get("name") or "")[:60]
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses, sociallogin.phone = [], None
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        name = sociallogin.user.name
        user = actions.open_government_citizen(name=name, by=SIGN_IN, at=clock.now())
        sociallogin.connect(request, user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
