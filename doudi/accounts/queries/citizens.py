"""Users by number, their levels and their second step."""

from datetime import date

from allauth.mfa.models import Authenticator

from doudi.accounts.models import CitizenLevel, User
from doudi.accounts.queries.posts import posts_of
from doudi.accounts.states import FIELD_DUTIES, UserKind
from doudi.common.crypto import blind_indexes, unseal


def level_of(user_id: int) -> int:
    """Identity level of a citizen now: the highest that nobody has taken back, else 0."""
    kept = CitizenLevel.objects.filter(user_id=user_id, revoked_at__isnull=True)
    return max(kept.values_list("level", flat=True), default=0)


def citizen_user(phone: str) -> User | None:
    """The citizen who signs in with this 11-digit number; never a member of staff."""
    indexes = blind_indexes("phone", phone)
    return User.objects.filter(kind=UserKind.CITIZEN, phone_index__in=indexes).first()


def phone_of(user: User) -> str:
    """The number in clear, to send a message to; empty when none is recorded."""
    if user.phone_sealed is None:
        return ""
    return unseal(phone_context(user.username), user.phone_sealed).decode()


def phone_context(username: str) -> str:
    return f"user.phone:{username}"


def has_totp(user: User) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type="totp").exists())


def code_is_second_step(user: User, on: date) -> bool:
    """Whether a code to the phone completes this officer's sign-in: field duties only, no TOTP."""
    if user.kind != UserKind.OFFICER or has_totp(user) or not user.phone_sealed:
        return False
    duties = {post.duty for post in posts_of(user, on)}
    return bool(duties) and duties <= FIELD_DUTIES
