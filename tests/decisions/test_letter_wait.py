"""A first sign-in straight from the letter's code: a page that looks again, then the letter."""

import pytest
from django.test import Client

from doudi.accounts.actions import note_sign_in
from doudi.accounts.models import User
from doudi.accounts.views.adapters import SIGN_IN
from doudi.common import clock
from doudi.common.actors import Citizen
from doudi.common.clock import beijing
from doudi.decisions.models import Letter
from doudi.people.actions import contacts
from doudi.people.tasks import handle
from tests.factories import accounts, decisions
from tests.factories.trail import deliver

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
AT = beijing(decisions.DECIDED, 18)


@pytest.fixture(autouse=True)
def _day(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def letter() -> Letter:
    """To a family whose number the village recorded."""
    case, decision = decisions.decided()
    contacts.record_phone(
        household=decision.household, person=case.person, phone=PHONE, by=case.village,
        at=beijing(decisions.ACCEPTED),
    )  # fmt: skip
    return decisions.letter_of(decision)


def signed_in(client: Client, phone: str) -> Citizen:
    citizen = accounts.citizen(phone=phone)
    note_sign_in(user=User.objects.get(pk=citizen.user_id), by=SIGN_IN, at=AT)
    accounts.sign_in(client, citizen)
    return citizen


def test_it_waits_until_the_number_is_known_and_shows_the_letter(client: Client, letter) -> None:
    signed_in(client, PHONE)
    url = f"/decisions/letters/{letter.code}/"
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Refresh"] == f"3; url={url}?look=1"
    assert "核对完会自动打开" in answer.content.decode()
    assert letter.number not in answer.content.decode()
    deliver(handle)
    answer = client.get(f"{url}?look=1")
    assert "Refresh" not in answer
    assert letter.number in answer.content.decode()


@pytest.mark.parametrize(
    ("looks", "status"), [("9", 200), ("10", 403), ("11", 403), ("x", 200), ("9" * 5000, 403)]
)
def test_it_does_not_look_for_ever(client: Client, letter, looks, status) -> None:
    signed_in(client, PHONE)
    assert client.get(f"/decisions/letters/{letter.code}/?look={looks}").status_code == status


def test_whose_number_nobody_recorded_is_sent_to_the_counter(client: Client, letter) -> None:
    signed_in(client, "13900139000")
    answer = client.get(f"/decisions/letters/{letter.code}/")
    assert answer.status_code == 403
    assert "带身份证" in answer.content.decode()
