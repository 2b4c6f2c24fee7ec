"""Who is signed in before it begins: sign-ins are slow, and not what is tried here."""

import sys
from dataclasses import dataclass

from tests.journeys.set_up import main as set_up
from tests.journeys.world import BEGIN

ROLES = ("cunwei", "shouli", "heshi1", "heshi2", "shenhe", "hedui", "fuhe", "queren")
TREASURY = ("fafang", "shenpi")
YEARS = 10 * 365 * 86400  # a sign-in is never idle, however the clock jumps


@dataclass(frozen=True)
class Family:
    serial: int
    phone: str
    session: str


def prepare() -> None:
    """Tables, officers and one family, in a database that is marked as the demo's; done once."""
    from doudi.cli.marks import note_loaded, read_mark
    from doudi.cli.postgres import ROOT, find_place

    sys.path.insert(0, str(ROOT))
    if read_mark():
        return
    set_up(BEGIN)
    note_loaded()
    find_place().demo.touch()


def officer(username: str) -> str:
    """The key of a fresh session."""
    from doudi.accounts.models import User

    return session_of(User.objects.get(username=username))


def family(serial: int) -> Family:
    from demo.staff import SETUP
    from doudi.accounts.actions.citizens import open_citizen
    from doudi.common import clock

    phone = f"1391{serial:07d}"
    return Family(serial, phone, session_of(open_citizen(phone=phone, by=SETUP, at=clock.now())))


def session_of(user) -> str:  # type: ignore[no-untyped-def]
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from doudi.accounts.rules.signin import SEEN_KEY, STEP_KEY
    from doudi.common import clock

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[STEP_KEY] = "totp"
    session[SEEN_KEY] = int(clock.now().timestamp()) + YEARS
    session.create()
    return str(session.session_key)
