"""Three administrators, three tasks: none does another's, none sees a family."""

import pytest
from django.test import Client

from doudi.accounts import actions
from doudi.common import clock
from doudi.common.refusals import Forbidden
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
OWN = {
    "system_admin": "/desk/messaging/",
    "audit_admin": "/desk/supervision/administrators/",
    "security_admin": None,
}
PAGES = ("/desk/", "/desk/search/", "/desk/reminders/")


def desk(duty: str) -> Client:
    client = Client()
    accounts.sign_in(client, accounts.officer(duty))
    return client


def opened(duty: str):
    return actions.open_account(
        username="zhoumin", name="周敏", password="change-me-2026", by=accounts.officer(duty),
        at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("duty", list(OWN))
def test_each_administrator_opens_the_own_page_only(duty):
    client = desk(duty)
    for other, page in OWN.items():
        if page:
            assert client.get(page).status_code == (200 if other == duty else 403), page


@pytest.mark.parametrize("duty", ["system_admin", "audit_admin"])
def test_only_the_security_administrator_gives_rights(duty):
    with pytest.raises(Forbidden):
        opened(duty)


@pytest.mark.parametrize("duty", list(OWN))
def test_no_administrator_sees_a_family(duty):
    case = decisions.ready()
    client = desk(duty)
    for page in PAGES:
        assert "刘桂英" not in client.get(page).content.decode()
    assert "刘桂英" not in client.post("/desk/search/", {"q": "刘桂"}).content.decode()
    assert client.get(f"/desk/cases/{case.request.application.key}/").status_code == 403
    assert client.get(f"/desk/decisions/requests/{case.request.pk}/").status_code == 403


def test_the_audit_administrator_reads_what_the_others_did():
    made = opened("security_admin")
    text = desk("audit_admin").get("/desk/supervision/administrators/").content.decode()
    assert f"account {made.pk}" in text
    assert "周敏" not in text
