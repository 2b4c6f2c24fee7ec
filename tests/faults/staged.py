"""A small world with something of each module in it, and a hand that goes on writing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.db import connection

if TYPE_CHECKING:
    from doudi.people.models import Household, Person


def world() -> None:
    """Decided, paid, objected to, complained of, asked elsewhere, half filled in and waiting.

    Each kind of value that is kept sealed stands in it at least once.
    """
    from tests.factories import applications, awards, decisions, kin, payments, voices

    case, award = awards.granted()
    payments.payable(award)
    payments.sent(payments.Desk())
    decisions.refused()
    waiting, posting = voices.hanging()
    voices.objection(posting, name="何大山", contact="13800001111")
    voices.complaint(name="何大山", contact="13800001111")
    kin.filed(case.village, applications.AT, award.holder)
    _counter(award.household, award.holder)
    _elsewhere(waiting.request.application.household)
    applications.submitted()
    applications.draft()


def _counter(household: Household, person: Person) -> None:
    """What an officer at the counter writes down of a family."""
    from doudi.accounts.actions import send_sign_in_code
    from doudi.accounts.models import User
    from doudi.files.actions import store
    from doudi.people.actions import contacts, excuses
    from tests.factories import accounts, pictures, trail
    from tests.factories.applications import AT

    town = accounts.officer("town_investigator")
    known = {"household": household, "person": person, "by": town, "at": AT}
    contacts.record_phone(phone="13800002222", **known)
    excuses.excuse(ground="violence", reason="派出所有出警记录。", **known)
    store(
        content=pictures.taken(), kind="photo", owner_noun="visit", owner_key=1,
        sensitivity="personal", by=town, at=AT,
    )  # fmt: skip
    user = User.objects.get(pk=accounts.citizen(phone="13800003333").user_id)
    send_sign_in_code(
        user=user, phone="13800003333", code="123456", once="staged", by=trail.TASK, at=AT
    )


def _elsewhere(household: Household) -> None:
    from doudi.visits.actions.asks import ask_office
    from tests.factories import accounts
    from tests.factories.applications import AT

    other = accounts.office_of_duty("town_leader", "430902102")
    ask_office(
        household=household, office=other, purpose="dibao", address="二组 5 号",
        due_on=AT.date() + timedelta(days=5), by=accounts.officer("town_investigator"), at=AT,
    )  # fmt: skip


@contextmanager
def writing(url: str) -> Iterator[dict[str, int]]:
    """Two hands until the end of the block: one asks the web server for codes, one calls actions.

    Yields how often each has written.
    """
    done, stop = {"asked": 0, "drafted": 0}, threading.Event()
    hands = [
        threading.Thread(target=_ask, args=(url, done, stop)),
        threading.Thread(target=_draft, args=(done, stop)),
    ]
    for hand in hands:
        hand.start()
    try:
        yield done
    finally:
        stop.set()
        for hand in hands:
            hand.join()


def _ask(url: str, done: dict[str, int], stop: threading.Event) -> None:
    """Each code asked for is a user, a message, a session and an entry of the trail."""
    page = f"{url}/sign-in/"
    while not stop.is_set() and done["asked"] < 18:  # the limit of one address is 20 a minute
        browser = build_opener(HTTPCookieProcessor())
        with browser.open(page, timeout=30) as answer:
            token = answer.read().decode().partition('name="csrfmiddlewaretoken" value="')[2][:64]
        form = {"csrfmiddlewaretoken": token, "phone": f"1370000{done['asked']:04d}"}
        sent = Request(page, urlencode(form).encode(), headers={"Referer": page})
        try:
            browser.open(sent, timeout=30).close()
        except HTTPError as refused:
            with refused:
                raise AssertionError(f"the page answers {refused.code}") from refused
        done["asked"] += 1
        stop.wait(0.3)


def _draft(done: dict[str, int], stop: threading.Event) -> None:
    """Each family signs, and its signature is one more file."""
    from tests.factories import applications

    while not stop.is_set():
        applications.submitted()
        done["drafted"] += 1
    connection.close()
