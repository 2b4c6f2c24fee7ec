"""What every answer carries: headers and cookies, of every address, as officer and as citizen."""

from typing import Any

import pytest
from django.test import Client, override_settings

from tests.architecture.test_access import MARKED, path_of
from tests.factories import accounts

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# The same for everybody, or without a name: a browser may keep it for its way back.
PUBLIC = (
    "/policies/", "/postings/", "/check/", "/check-yourself/", "/ui/", "/favicon.ico",
    "/robots.txt", "/healthz",
)  # fmt: skip


def faults(answer: Any, path: str) -> list[str]:
    found = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    found += ["CSP"] * ("unsafe" in policy or "default-src 'self'" not in policy)
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if not path.startswith(PUBLIC) and "no-store" not in answer.headers.get("Cache-Control", ""):
        found.append("Cache-Control")
    return found


@pytest.mark.parametrize("who", ["nobody", "citizen", "officer"])
def test_every_answer_carries_its_headers(who):
    client = Client(raise_request_exception=False, headers={"accept": "application/json"})
    if who != "nobody":
        made = accounts.citizen(1) if who == "citizen" else accounts.officer("town_acceptor")
        accounts.sign_in(client, made)
    wrong = {}
    for route, pattern in MARKED:
        if pattern.name == "account_logout":
            continue
        path = path_of(route, pattern, {})
        if found := faults(client.get(path), path):
            wrong[path] = found
    assert not wrong


def test_behind_tls_the_browser_stays_there():
    client = Client()
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000):
        assert client.get("/").status_code == 301
        answer = client.get("/", secure=True)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_cookies_are_kept_from_scripts_and_other_sites():
    client = Client()
    accounts.sign_in(client, accounts.officer("town_acceptor"))
    answer = client.get("/desk/search/")
    client.get("/sign-in/")
    for name, cookie in (client.cookies | answer.cookies).items():
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert cookie["httponly"], name
