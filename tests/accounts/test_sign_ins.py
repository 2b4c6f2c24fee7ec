"""An officer is signed in at a desk and on a phone, and not in more places at once."""

import pytest
from django.test import Client

from doudi.accounts.actions import begin_sign_in, end_sign_in, reset_second_step
from doudi.accounts.models import User
from doudi.audit.models import Entry
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from tests.accounts.pages import own_templates
from tests.factories import accounts as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
AT = beijing(make.ON)


@pytest.fixture(autouse=True)
def _only_this_module(settings) -> None:
    settings.TEMPLATES = own_templates(settings.TEMPLATES)


@pytest.fixture
def officer() -> Officer:
    return make.officer("county_leader")


def browser(officer: Officer) -> Client:
    """One that has just passed both steps, and has asked for its first page."""
    client = Client()
    client.force_login(User.objects.get(pk=officer.user_id))
    session = client.session
    session["doudi_second_step"] = "totp"
    session.save()
    client.get("/who/")
    return client


def who(client: Client) -> str:
    return client.get("/who/").content.decode()


def signed_in(*clients: Client) -> bool:
    return all(who(client).startswith("officer") for client in clients)


def test_a_desk_and_a_phone_stay_and_the_oldest_of_three_ends(officer):
    desk, phone = browser(officer), browser(officer)
    assert signed_in(desk, phone)
    third = browser(officer)
    answer = desk.get("/who/")
    assert answer.status_code == 302
    assert "又在别处登录" in desk.get("/sign-in/officer/").content.decode()
    assert who(desk) == "nobody"
    assert signed_in(phone, third)


def test_what_was_typed_where_it_ended_waits(officer):
    desk = browser(officer)
    browser(officer), browser(officer)
    assert desk.post("/who/", {"reason": "收入已经核实"})["Location"] == "/sign-in/officer/"
    assert desk.session["doudi_kept"]["fields"] == {"reason": ["收入已经核实"]}


def test_who_signs_out_leaves_the_place_to_another(officer):
    desk, phone = browser(officer), browser(officer)
    phone.post("/sign-out/")
    phone = browser(officer)
    assert signed_in(desk, phone)


def test_a_sign_in_left_alone_leaves_its_place(officer):
    desk, phone = browser(officer), browser(officer)
    session = phone.session
    session["doudi_seen"] -= 31 * 60
    session.save()
    phone.get("/who/")
    browser(officer)
    assert signed_in(desk)


def test_the_limit_is_each_officers_own(officer):
    desk = browser(officer)
    for _ in range(3):
        browser(make.officer("county_leader"))
    assert signed_in(desk)


def test_families_have_no_limit():
    citizen = make.citizen()
    phones = [Client() for _ in range(4)]
    for phone in phones:
        make.sign_in(phone, citizen)
    assert all(who(phone).startswith("citizen") for phone in phones)


def test_a_lost_authenticator_ends_every_sign_in(officer):
    desk = browser(officer)
    security = make.officer("security_admin")
    reset_second_step(user=User.objects.get(pk=officer.user_id), by=security, at=AT)
    desk.get("/who/")
    assert who(desk) == "nobody"


def test_two_first_pages_of_one_sign_in_at_once_are_one(officer):
    """The second knows the officer as before the first was through."""
    first, second = (User.objects.get(pk=officer.user_id) for _ in range(2))
    for user in (first, second):
        begin_sign_in(user=user, mark="desk", by=officer, at=AT)
        assert user.sign_ins == ["desk"]


def test_the_trail_has_who_came_and_went_and_what_ended(officer):
    user = User.objects.get(pk=officer.user_id)
    for mark in ("desk", "phone", "phone", "third"):
        begin_sign_in(user=user, mark=mark, by=officer, at=AT)
    end_sign_in(user=user, mark="phone", by=officer, at=AT)
    assert user.sign_ins == ["third"]
    kept = Entry.objects.filter(noun="account", key=user.pk, verb__in=["sign_in", "sign_out"])
    assert list(kept.order_by("pk").values_list("verb", "detail")) == [
        ("sign_in", {"ended": 0}),
        ("sign_in", {"ended": 0}),
        ("sign_in", {"ended": 1}),
        ("sign_out", {}),
    ]
