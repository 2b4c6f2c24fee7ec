"""When a sign-in of an officer is complete, and when it has been left alone too long."""

IDLE_SECONDS = 30 * 60


def second_step_done(*, methods: set[str], has_totp: bool, field: bool) -> str:
    """Which second step this sign-in has passed: "totp", "code" or "".

    Who has a TOTP authenticator was asked for it, or has set it up in this very sign-in. A code
    to the phone is enough for field duties only.
    """
    if has_totp:
        return "totp"
    if field and {"password", "code"} <= methods:
        return "code"
    return ""


def is_idle(seen: int, now: int) -> bool:
    """Seconds since the epoch; a clock that went backwards does not end a sign-in."""
    return now - seen > IDLE_SECONDS


def is_strong(password: str) -> bool:
    """At least ten characters, letters and digits among them."""
    kinds = any(c.isalpha() for c in password) and any(c.isdigit() for c in password)
    return len(password) >= 10 and kinds


MOST_KEPT = 100_000
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "password"})


def worth_keeping(path: str, fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was typed in a form that came after its sign-in had ended; empty when nothing is kept:
    the sign-in's own forms, and more than 100,000 characters."""
    kept = {name: values for name, values in fields.items() if name not in NOT_KEPT}
    size = sum(len(name) + sum(map(len, values)) for name, values in kept.items())
    return {} if path.startswith("/sign-") or size > MOST_KEPT else kept


KEPT_KEY = "doudi_kept"
POST_KEY = "doudi_post"
SEEN_KEY = "doudi_seen"
SIGN_IN_KEY = "doudi_sign_in"
STEP_KEY = "doudi_second_step"
"""What a session remembers: a form typed too late, the chosen post, the last use, its own mark,
the second step passed."""
