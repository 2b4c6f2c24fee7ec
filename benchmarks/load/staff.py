"""The officers of a district, one per duty and town, and sign-ins that are already done.

Sign-in is limited by number and device and is no part of a lifecycle, so sessions are written as
the sign-in pages would leave them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test.utils import override_settings

from doudi.accounts.actions.divisions import load_area
from doudi.accounts.actions.posts import give_post, open_account
from doudi.accounts.models import Office, Place, User
from doudi.accounts.queries import officer_of
from doudi.accounts.rules.signin import SEEN_KEY, SIGN_IN_KEY, STEP_KEY
from doudi.accounts.states import FIELD_DUTIES, Duty
from doudi.common.actors import Officer, System

AREA = "430902"
SETUP = System("setup")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
PASSWORD = "kept-by-nobody-1"
COUNTY = (
    ("verifier", Duty.VERIFIER, "verification"),
    ("reviewer", Duty.COUNTY_REVIEWER, "civil_affairs"),
    ("decider", Duty.COUNTY_LEADER, "civil_affairs"),
    ("visitor", Duty.COUNTY_REVIEWER, "civil_affairs"),
    ("second_visitor", Duty.VERIFIER, "verification"),
    ("drafter", Duty.FINANCE_DRAFTER, "civil_affairs"),
    ("approver", Duty.FINANCE_APPROVER, "civil_affairs"),
    ("auditor", Duty.AUDITOR, "civil_affairs"),
)
TOWN = (
    ("acceptor", Duty.TOWN_ACCEPTOR),
    ("first", Duty.TOWN_INVESTIGATOR),
    ("second", Duty.TOWN_INVESTIGATOR),
    ("leader", Duty.TOWN_LEADER),
)


@dataclass(frozen=True)
class Village:
    """A village with those who handle its families; `code` is its place."""

    code: str
    officers: dict[str, Officer]


def hire(towns: int, villages: int, since: date, at: datetime) -> list[Village]:
    """So many towns of the district, so many villages of each, and the district's own officers."""
    load_area(area=AREA, since=since, by=SETUP, at=at)
    with override_settings(PASSWORD_HASHERS=[QUICK]):  # nobody signs in with these
        return _hire(towns, villages, since, at)


def _hire(towns: int, villages: int, since: date, at: datetime) -> list[Village]:
    county = {
        name: _officer(name, duty, f"{AREA}-{office}", since, at) for name, duty, office in COUNTY
    }
    found = []
    for town in Place.objects.filter(parent__code=AREA).order_by("code")[:towns]:
        own = {
            name: _officer(f"{name}-{town.code}", duty, f"{town.code}-town", since, at)
            for name, duty in TOWN
        }
        for village in Place.objects.filter(parent=town).order_by("code")[:villages]:
            office = f"{village.code}-village"
            duty = Duty.VILLAGE_INTAKE
            taker = _officer(f"village-{village.code}", duty, office, since, at)
            found.append(Village(village.code, county | own | {"village": taker}))
    return found


def _officer(name: str, duty: Duty, office: str, since: date, at: datetime) -> Officer:
    known = User.objects.filter(username=name).first()
    if known is not None:
        return officer_of(known.posts.get())
    user = open_account(
        username=name, name=Duty(duty).label, password=PASSWORD, phone="", by=SETUP, at=at
    )
    post = give_post(
        user=user, office=Office.objects.get(code=office), duty=duty, valid_from=since,
        by=SETUP, at=at,
    )  # fmt: skip
    return officer_of(post)


def signed_in(user: User, at: datetime, duty: str = "") -> str:
    """The key of a session as a complete sign-in leaves it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SEEN_KEY] = int(at.timestamp())
    if duty:
        session[STEP_KEY] = "code" if duty in FIELD_DUTIES else "totp"
        session[SIGN_IN_KEY] = mark = uuid4().hex
        user.sign_ins = [mark]
        user.save(update_fields=["sign_ins"])
    session.save()
    return str(session.session_key)
