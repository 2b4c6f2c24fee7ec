"""Sign-in through the government platform, against a real provider program."""

import http.cookiejar
import re
import shutil
import socket
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.test import Client

from doudi.accounts.models import CitizenLevel, User
from tests.accounts.pages import own_templates

HERE = Path(__file__).resolve().parent
NODE = shutil.which("node")
MISSING = "needs node" if NODE is None else "needs npm's oidc-provider: npm ci --include=dev"
READY = NODE is not None and (HERE.parents[1] / "node_modules" / "oidc-provider").exists()
CALLBACK = "http://testserver/sign-in/government/callback/"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.accounts.pages"),
    pytest.mark.skipif(not READY, reason=MISSING),
]


@pytest.fixture
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [NODE, str(HERE / "provider.mjs"), str(port), "doudi", "s" * 32, CALLBACK]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            for line in process.stdout:
                if line.strip() == "ready":
                    break
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(autouse=True)
def _configured(settings, issuer: str) -> None:
    cache.clear()
    settings.TEMPLATES = own_templates(settings.TEMPLATES)
    app = {
        "provider_id": "government",
        "name": "政务平台",
        "client_id": "doudi",
        "secret": "s" * 32,
        "settings": {"server_url": issuer},
    }
    provider = {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": provider}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows the provider's own redirects and stops at ours."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if newurl.startswith(CALLBACK):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def consented(start: str, person: str) -> str:
    """The person signs in at the provider and agrees; gives the address that leads back to us."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(jar, _Stay)
    url, data = start, None
    for answer in ({"prompt": "login", "login": person, "password": "x"}, {"prompt": "consent"}):
        with opener.open(url, data) as page:
            url = re.search(r'action="([^"]+)"', page.read().decode()).group(1)
        data = urllib.parse.urlencode(answer).encode()
    try:
        opener.open(url, data).close()
    except urllib.error.HTTPError as stopped:
        with stopped:
            return stopped.headers["Location"]
    raise AssertionError("the provider did not lead back")


def signed_in(client: Client, person: str) -> None:
    start = client.get("/sign-in/government/login/?next=/apply/").headers["Location"]
    back = consented(start, person)
    answer = client.get(back.removeprefix("http://testserver"))
    assert answer.headers["Location"] == "/apply/"


def test_the_government_vouches_for_a_citizen_of_level_1(client: Client) -> None:
    assert "政务平台" in client.get("/sign-in/").content.decode()
    signed_in(client, "person-1")
    user = User.objects.get()
    assert client.get("/who/").content.decode() == f"citizen {user.pk} 1"
    assert CitizenLevel.objects.get().how == "government"
    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_the_same_person_is_the_same_citizen(client: Client) -> None:
    signed_in(client, "person-1")
    signed_in(Client(), "person-1")
    signed_in(Client(), "person-2")
    assert User.objects.count() == 2
    assert all(account.extra_data == {} for account in SocialAccount.objects.all())


def test_an_answer_that_nobody_asked_for_is_not_believed(client: Client, issuer: str) -> None:
    start = client.get("/sign-in/government/login/").headers["Location"]
    back = consented(start, "person-1")
    stranger = Client().get(back.removeprefix("http://testserver"))
    assert stranger.status_code == 401
    assert not User.objects.exists()
