"""Signing in, driven through the pages."""

import importlib
import re
import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from doudi.accounts import urls
from doudi.accounts.actions import enrol_totp
from doudi.accounts.models import Post, User
from doudi.audit.models import Entry
from doudi.common.actors import Citizen, Officer, System
from doudi.common.clock import beijing
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging.models import Message
from doudi.messaging.queries import text_of
from tests.accounts.pages import own_templates
from tests.factories import accounts as make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.pages")]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _only_this_module(settings) -> None:
    """An empty cache, and no links of the doors, whose addresses are not served here."""
    cache.clear()
    settings.TEMPLATES = own_templates(settings.TEMPLATES)


def totp_code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def last_code() -> str:
    return re.search(r"\d{6}", text_of(Message.objects.latest("pk"))).group()  # type: ignore[union-attr]


def who(client: Client) -> str:
    """What the middleware put on the request, as the test page shows it."""
    return client.get("/who/").content.decode()


def password(client: Client, user: User, *, text: str = make.PASSWORD, path: str = "") -> object:
    data = {"login": user.username, "password": text}
    return client.post(f"/sign-in/officer/{path}", data)


def holder(officer: Officer, *, totp: bool = False) -> User:
    user = User.objects.get(pk=officer.user_id)
    if totp:
        enrol_totp(user=user, secret=SECRET, by=System("setup"), at=beijing(make.ON))
    return user


# Citizens


def test_a_first_number_becomes_a_citizen_of_level_0(client: Client) -> None:
    asked = client.post("/sign-in/?next=/apply/", {"phone": "138 0013 8001"})
    assert asked.headers["Location"] == "/sign-in/code/?next=%2Fapply%2F"
    answer = client.post(asked.headers["Location"], {"code": last_code(), "action": "verify"})
    assert answer.headers["Location"] == "/apply/"
    user = User.objects.get(kind="citizen")
    assert who(client) == f"citizen {user.pk} 0"
    assert user.phone_verified_at is not None
    assert b"13800138001" not in bytes(user.phone_sealed)


def test_each_answered_code_is_noted_for_later_modules(client: Client) -> None:
    asked = client.post("/sign-in/", {"phone": "13800138001"})
    address = asked.headers["Location"]
    wrong = "000000" if last_code() != "000000" else "111111"
    client.post(address, {"code": wrong, "action": "verify"})
    assert not JournalEntry.objects.filter(noun="citizen", verb="signed_in").exists()
    client.post(address, {"code": last_code(), "action": "verify"})
    entry = JournalEntry.objects.get(noun="citizen", verb="signed_in")
    assert entry.key == str(User.objects.get(kind="citizen").pk)


def test_the_same_number_is_the_same_citizen(client: Client) -> None:
    for _ in range(2):
        client.post("/sign-in/", {"phone": "13800138001"})
        client.post("/sign-in/code/", {"code": last_code()})
        client.post("/sign-out/")
    assert User.objects.filter(kind="citizen").count() == 1
    assert who(client) == "nobody"


def test_known_and_unknown_numbers_look_the_same(client: Client) -> None:
    make.citizen(phone="13800138002")
    known = client.post("/sign-in/", {"phone": "13800138002"}, follow=True)
    other = Client().post("/sign-in/", {"phone": "13800138003"}, follow=True)
    text = [re.sub(r"\d{4}|[\w-]{40,}", "", page.content.decode()) for page in (known, other)]
    assert text[0] == text[1]


def test_three_wrong_codes_end_the_attempt(client: Client) -> None:
    client.post("/sign-in/", {"phone": "13800138001"})
    right = last_code()
    wrong = f"{(int(right) + 1) % 1000000:06d}"
    for _ in range(2):
        assert client.post("/sign-in/code/", {"code": wrong}).status_code == 200
    assert client.post("/sign-in/code/", {"code": wrong}).headers["Location"] == "/sign-in/"
    client.post("/sign-in/code/", {"code": right})
    assert who(client) == "nobody"


def test_a_number_gets_three_codes_a_minute(client: Client) -> None:
    for _ in range(5):
        Client().post("/sign-in/", {"phone": "13800138001"})
    assert Message.objects.count() == 3


@pytest.mark.parametrize("text", ["", "12345", "130", "a" * 11])
def test_an_unreadable_number_is_explained(client: Client, text: str) -> None:
    page = client.post("/sign-in/", {"phone": text})
    assert page.status_code == 200
    assert page.context["form"].errors["phone"]
    assert not Message.objects.exists()


def test_another_number_can_be_given(client: Client) -> None:
    client.post("/sign-in/", {"phone": "13800138001"})
    assert client.get("/sign-in/").headers["Location"] == "/sign-in/code/"
    client.post("/sign-in/code/", {"action": "restart"})
    assert client.get("/sign-in/").status_code == 200


def test_staff_never_sign_in_by_a_code(client: Client) -> None:
    officer = make.officer("county_leader", holder=make.user(phone="13800138009"))
    client.post("/sign-in/", {"phone": "13800138009"})
    client.post("/sign-in/code/", {"code": last_code()})
    assert who(client).startswith("citizen")
    assert str(officer.user_id) not in who(client).split()[1:2]


def test_numbers_are_not_readable_in_sessions_and_trail(client: Client) -> None:
    client.post("/sign-in/", {"phone": "13800138001"})
    row = Session.objects.get()
    plain = Session.objects.get().session_data
    assert "13800138001" not in plain
    assert "13800138001" in str(row.get_decoded())
    assert not Entry.objects.filter(detail__icontains="13800138001").exists()


def test_a_level_is_read_at_each_request(client: Client) -> None:
    signed = make.sign_in(client, make.citizen(level=1))
    assert isinstance(signed, Citizen)
    assert who(client) == f"citizen {signed.user_id} 1"
    User.objects.get(pk=signed.user_id).levels.update(revoked_at=beijing(make.ON))
    assert who(client) == f"citizen {signed.user_id} 0"


# Officers


def test_an_officer_needs_password_and_totp(client: Client) -> None:
    officer = make.officer("county_leader")
    user = holder(officer, totp=True)
    assert password(client, user).headers["Location"] == "/sign-in/officer/code/"
    assert who(client) == "nobody"
    assert client.post("/sign-in/officer/code/", {"code": "000000"}).status_code == 200
    answer = client.post("/sign-in/officer/code/", {"code": totp_code()})
    assert answer.headers["Location"] == "/desk/"
    assert who(client) == f"officer {officer.user_id} county_leader"


def test_an_officer_without_totp_is_led_to_set_it_up(client: Client) -> None:
    user = holder(make.officer("town_acceptor"))
    password(client, user)
    assert client.get("/who/").headers["Location"] == "/sign-in/officer/second-step/"
    page = client.get("/sign-in/officer/second-step/")
    secret = page.context["secret"]
    done = client.post("/sign-in/officer/second-step/", {"code": totp_code(secret)})
    assert done.headers["Location"] == "/desk/"
    assert who(client) == f"officer {user.pk} town_acceptor"
    assert secret not in str(Authenticator.objects.get().data)


@pytest.mark.parametrize("duty", ["grid_worker", "village_intake", "town_investigator"])
def test_field_duties_take_password_and_code(client: Client, duty: str) -> None:
    user = holder(make.officer(duty))
    assert password(client, user).headers["Location"] == "/sign-in/code/"
    assert who(client) == "nobody"
    client.post("/sign-in/code/", {"code": last_code()})
    assert who(client) == f"officer {user.pk} {duty}"


def test_a_field_code_does_not_open_an_office_post(client: Client) -> None:
    user = holder(make.officer("town_investigator"))
    password(client, user)
    client.post("/sign-in/code/", {"code": last_code()})
    other = make.post("town_acceptor", holder=user)
    client.post("/post/", {"post": other.pk})
    assert client.get("/who/").headers["Location"] == "/sign-in/officer/second-step/"


def test_an_officer_switches_between_his_own_posts(client: Client) -> None:
    user = holder(make.officer("town_acceptor"), totp=True)
    leader = make.post("town_leader", holder=user)
    client.force_login(user)
    assert who(client) == f"officer {user.pk} town_acceptor"
    client.post("/post/", {"post": leader.pk})
    assert who(client) == f"officer {user.pk} town_leader"
    assert client.post("/post/", {"post": make.post("county_leader").pk}).status_code == 404
    Post.objects.filter(pk=leader.pk).update(valid_until=date(2026, 1, 1))
    assert who(client) == f"officer {user.pk} town_acceptor"


def test_an_officer_without_a_post_is_nobody(client: Client) -> None:
    client.force_login(make.user())
    assert client.get("/who/").headers["Location"] == "/post/"
    assert "没有在任的岗位" in client.get("/post/").content.decode()


def test_wrong_passwords_are_limited_and_tell_nothing(client: Client) -> None:
    user = holder(make.officer("county_leader"), totp=True)
    known = password(client, user, text="wrong-password-1")
    client.cookies.clear()
    unknown = client.post("/sign-in/officer/", {"login": "nobody", "password": "wrong-password-1"})
    assert known.context["form"].errors == unknown.context["form"].errors
    for _ in range(5):
        password(client, user, text="wrong-password-1")
    page = password(client, user)
    assert page.status_code == 200
    assert "5 分钟" in page.content.decode()
    assert who(client) == "nobody"


def test_each_wrong_password_stands_in_the_trail(client: Client) -> None:
    user = holder(make.officer("county_leader"), totp=True)
    password(client, user, text="wrong-password-1")
    client.post("/sign-in/officer/", {"login": "13800138001", "password": "wrong-password-1"})
    password(client, user)
    tries = Entry.objects.filter(noun="account", verb="wrong_password").order_by("pk")
    assert [one.key for one in tries] == [str(user.pk), "unknown"]


def test_a_closed_account_does_not_enter(client: Client) -> None:
    user = holder(make.officer("county_leader"), totp=True)
    User.objects.update(is_active=False)
    password(client, user)
    assert who(client) == "nobody"


def test_a_sign_in_left_alone_ends(client: Client) -> None:
    make.sign_in(client, make.officer("county_leader"))
    assert who(client).startswith("officer")
    session = client.session
    session["doudi_seen"] -= 31 * 60
    session.save()
    client.get("/who/")
    assert who(client) == "nobody"


def left_alone(client: Client) -> None:
    session = client.session
    session["doudi_seen"] = session.get("doudi_seen", int(time.time())) - 31 * 60
    session.save()


def test_what_was_typed_waits_for_the_same_person(client: Client) -> None:
    officer, other = make.officer("county_leader"), make.officer("county_leader")
    user = holder(officer, totp=True)
    make.sign_in(client, officer)
    left_alone(client)
    typed = {"reason": "收入已经核实", "ground": ["a", "b"], "csrfmiddlewaretoken": "x"}
    answer = client.post("/who/", typed)
    assert answer["Location"] == "/sign-in/officer/"
    assert "收入已经核实" not in client.get("/sign-in/officer/").content.decode()
    assert client.get("/sign-in/kept/")["Location"] == "/"
    password(client, user)
    answer = client.post("/sign-in/officer/code/", {"code": totp_code()})
    assert answer["Location"] == "/sign-in/kept/"
    page = client.get("/sign-in/kept/").content.decode()
    assert 'action="/who/"' in page
    assert 'name="reason" value="收入已经核实"' in page
    assert page.count('name="ground"') == 2
    left_alone(client)
    client.post("/who/", typed)
    make.sign_in(client, other)
    assert client.get("/sign-in/kept/")["Location"] == "/"


def test_a_sign_in_form_and_a_flood_are_not_kept(client: Client) -> None:
    make.sign_in(client, make.officer("county_leader"))
    left_alone(client)
    client.post("/who/", {"text": "x" * 100_001})
    assert "doudi_kept" not in client.session


def test_a_citizen_at_the_officers_door_is_told(client: Client) -> None:
    make.sign_in(client, make.citizen())
    assert "群众身份" in client.get("/sign-in/officer/?next=/desk/").content.decode()
    client.post("/sign-out/", {"next": "/sign-in/officer/"})
    make.sign_in(client, make.officer("county_leader"))
    assert "工作人员身份" in client.get("/sign-in/").content.decode()


def test_demo_sign_ins_are_shown_in_the_demo_only(client: Client, settings) -> None:
    user = holder(make.officer("county_leader"), totp=True)
    assert user.username not in client.get("/sign-in/officer/").content.decode()
    settings.DOUDI_MODE = "demo"
    page = client.get("/sign-in/officer/").content.decode()
    assert user.username in page
    assert totp_code() in page


def test_too_many_tries_from_one_address_are_told_to_wait(client: Client) -> None:
    pages = [client.post("/sign-in/officer/", {"login": f"u{n}"}) for n in range(31)]
    assert pages[-1].status_code == 429
    assert "试得太勤了" in pages[-1].content.decode()


@pytest.mark.parametrize(
    ("face", "served", "hidden"),
    [("portal", "sign-in/", "sign-in/officer/"), ("desk", "sign-in/officer/", "sign-in/")],
)
def test_a_face_has_its_own_door_only(settings, face: str, served: str, hidden: str) -> None:
    settings.DOUDI_FACE = face
    try:
        patterns = importlib.reload(urls).urlpatterns
        routes = {str(p.pattern): p.name for p in patterns}
        names = {p.name for p in patterns}
    finally:
        settings.DOUDI_FACE = "all"
        importlib.reload(urls)
    assert served in routes
    assert hidden not in routes
    assert {"account_login", "account_request_login_code"} <= names


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "phone/change/", "2fa/"])
def test_the_librarys_other_pages_are_not_served(client: Client, path: str) -> None:
    for root in ("/", "/accounts/", "/sign-in/"):
        assert client.get(f"{root}{path}").status_code == 404


def test_a_code_can_be_sent_again(client: Client) -> None:
    client.post("/sign-in/", {"phone": "13800138001"})
    first = last_code()
    client.post("/sign-in/code/", {"action": "resend"})
    assert Message.objects.count() == 2
    assert last_code() != first
    client.post("/sign-in/code/", {"code": last_code()})
    assert who(client).startswith("citizen")


def test_a_code_that_has_run_out_is_said_and_another_can_be_had(client: Client, settings) -> None:
    client.post("/sign-in/", {"phone": "13800138001"})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1  # its minutes are over
    page = client.post("/sign-in/code/", {"code": last_code()}, follow=True)
    assert page.status_code == 200
    assert "手机号码" in page.content.decode()
    assert who(client) == "nobody"
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
    client.post("/sign-in/", {"phone": "13800138001"})
    client.post("/sign-in/code/", {"code": last_code()})
    assert who(client).startswith("citizen")


def test_a_code_signs_in_the_window_that_asked_for_it_and_no_other(client: Client) -> None:
    other = Client()
    for window in (client, other):
        window.post("/sign-in/", {"phone": "13800138001"})
    newest = last_code()
    other.post("/sign-in/code/", {"code": newest})
    assert who(other).startswith("citizen")
    page = client.post("/sign-in/code/", {"code": newest})
    assert page.status_code == 200
    assert page.context["form"].errors["code"]
    assert who(client) == "nobody"
