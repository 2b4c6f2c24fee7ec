"""Cookies, addresses and headers as an attacker would send them: an answer, never a fault."""

import pytest
from django.test import Client

from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "cookie", ["x" * 5000, "\\000", "é", "../..", "null", "1; sessionid=2", "a" * 32]
)
def test_a_bad_cookie_is_nobody_s(cookie):
    client = Client(raise_request_exception=False)
    for name in ("sessionid", "csrftoken", "messages", "django_language"):
        answer = client.get("/desk/", headers={"cookie": f"{name}={cookie}"})
        assert answer.status_code in {302, 400}, name


@pytest.mark.parametrize(
    "path",
    [
        "/" + "a" * 8000, "/desk/?" + "a=1&" * 4000, "/desk/%00", "/desk/%ff%fe",
        "/%2e%2e/etc/passwd",
        "//evil.example/", "/desk/?next=//evil.example", "/desk/search/?q=%00", "/%E0%80%AF",
    ],
)  # fmt: skip
def test_an_address_may_be_anything(path):
    client = Client(raise_request_exception=False)
    for signed_in in (False, True):
        if signed_in:
            accounts.sign_in(client, accounts.officer("town_acceptor"))
        answer = client.generic("GET", path)
        assert answer.status_code in {200, 302, 400, 403, 404, 405}
        assert "evil.example" not in answer.get("Location", "").partition("?")[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "evil.example"), ("host", "a" * 5000), ("x-forwarded-for", "x" * 5000),
        ("accept-language", "zz;q=" + "9" * 500), ("accept", "*/*;q=x"), ("referer", "\x00"),
        ("content-length", "-1"), ("content-length", "x"), ("hx-current-url", "javascript:1"),
        ("user-agent", "x" * 9000), ("if-none-match", '"' * 3000),
    ],
)  # fmt: skip
def test_a_header_may_be_anything(name, value):
    answer = Client(raise_request_exception=False).get("/", headers={name: value})
    assert answer.status_code in {200, 302, 304, 400}


@pytest.mark.parametrize(
    "path", ["/desk/visits/?state=%00", "/postings/?in=a%00b", "/check/%00/", "/?%00=1"]
)
def test_a_nul_is_unreadable_and_says_so(path):
    client = Client(raise_request_exception=False)
    accounts.sign_in(client, accounts.officer("town_investigator"))
    for method in ("GET", "POST"):
        answer = client.generic(method, path)
        assert answer.status_code == 400
        assert 'lang="zh' in answer.content.decode()
    answer = client.post("/desk/visits/field/1/address/", {"purpose": "a\x00b"})
    assert answer.status_code == 400


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "1e3", "１２", ""])
def test_a_ticked_box_may_say_anything(number):
    client = Client()
    for duty, path, name in (
        ("town_leader", "/desk/decisions/sheets/prepare/", "requests"),
        ("town_leader", "/desk/decisions/conferences/note/", "requests"),
        ("town_leader", "/desk/awards/check-ins/group/", "seen"),
        ("county_reviewer", "/desk/awards/certificates/print/", "awards"),
    ):
        accounts.sign_in(client, accounts.officer(duty))
        answer = client.post(path, {name: number, "seen_on": "2026-11-19", "where": "村部"})
        assert answer.status_code in {302, 409, 422}, path


def test_a_number_of_lines_may_be_anything():
    for rows in ("9" * 5000, "²", "-1"):
        assert Client().post("/check-yourself/", {"rows": rows}).status_code in {200, 422}
