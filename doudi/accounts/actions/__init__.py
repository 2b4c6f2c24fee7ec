"""Everything that changes accounts, posts, powers and places."""

from doudi.accounts.actions.citizens import (
    note_sign_in,
    open_citizen,
    open_government_citizen,
    raise_level,
    revoke_level,
    send_sign_in_code,
    verify_phone,
)
from doudi.accounts.actions.divisions import load_area
from doudi.accounts.actions.posts import (
    close_account,
    end_post,
    enrol_totp,
    give_post,
    give_power,
    open_account,
    open_administrator,
    reset_second_step,
    set_jurisdiction,
)
from doudi.accounts.actions.signins import begin_sign_in, end_sign_in, note_wrong_password

__all__ = [
    "begin_sign_in",
    "close_account",
    "end_post",
    "end_sign_in",
    "enrol_totp",
    "give_post",
    "give_power",
    "load_area",
    "note_sign_in",
    "note_wrong_password",
    "open_account",
    "open_administrator",
    "open_citizen",
    "open_government_citizen",
    "raise_level",
    "reset_second_step",
    "revoke_level",
    "send_sign_in_code",
    "set_jurisdiction",
    "verify_phone",
]
