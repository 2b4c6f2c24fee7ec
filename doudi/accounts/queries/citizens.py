"""Citizens: found by number, known at a level."""

from doudi.accounts.models import CitizenLevel, User
from doudi.accounts.states import UserKind
from doudi.common.crypto import blind_index


def level_of(user_id: int) -> int:
    """Identity level of a citizen now: the highest that nobody has taken back, else 0."""
    kept = CitizenLevel.objects.filter(user_id=user_id, revoked_at__isnull=True)
    return max(kept.values_list("level", flat=True), default=0)


def citizen_user(phone: str) -> User | None:
    """The citizen who signs in with this 11-digit number; never a member of staff."""
    index = blind_index("phone", phone)
    return User.objects.filter(kind=UserKind.CITIZEN, phone_index=index).first()
