"""What others may ask about users, posts, offices and places."""

from doudi.accounts.queries.citizens import (
    citizen_user,
    code_is_second_step,
    has_totp,
    level_of,
    phone_context,
    phone_of,
)
from doudi.accounts.queries.places import children, place_by_code
from doudi.accounts.queries.posts import (
    officer_of,
    officers_with,
    own_post,
    post_by_id,
    posts_of,
    shown_name,
    users_names,
)
from doudi.accounts.queries.reach import (
    covers,
    has_power,
    holders,
    holds,
    holds_duty,
    office_for,
    office_of,
    place_codes,
    under,
)

__all__ = [
    "children",
    "citizen_user",
    "code_is_second_step",
    "covers",
    "has_power",
    "has_totp",
    "holders",
    "holds",
    "holds_duty",
    "level_of",
    "office_for",
    "office_of",
    "officer_of",
    "officers_with",
    "own_post",
    "phone_context",
    "phone_of",
    "place_by_code",
    "place_codes",
    "post_by_id",
    "posts_of",
    "shown_name",
    "under",
    "users_names",
]
