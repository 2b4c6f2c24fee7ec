"""Three administrators, three tasks: none does another's, none sees a family."""

import pytest
from django.test import Client

from doudi.accounts import actions
from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.actors import Officer, System
from doudi.common.refusals import Forbidden
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
OWN = {
    "system_admin": "/desk/messaging/",
    "audit_admin": "/desk/supervision/administrators/",
    "security_admin": None,
}
SIGN_INS = "/desk/supervision/sign-ins/"
PAGES = ("/desk/", "/desk/search/", "/desk/reminders/")


def desk(duty: str) -> Client:
    client = Client()
    accounts.sign_in(client, accounts.officer(duty))
    return client


def own(user: User) -> Officer:
    return Officer(user.pk, 0, 0, "auditor", user.name)


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
    text = desk("audit_admin").get(OWN["audit_admin"]).content.decode()
    assert f"{SIGN_INS}?account={made.pk}" in text
    assert all(word in text for word in ("开通账号", "周敏", "安全管理"))


def test_every_sign_in_and_wrong_password_is_read_by_the_audit_administrator():
    made = opened("security_admin")
    for name in ("zhoumin", "nobody"):
        Client().post("/sign-in/officer/", {"login": name, "password": "wrong-password-1"})
    client = desk("audit_admin")
    text = client.get(SIGN_INS).content.decode()
    assert text.count("密码不对</span>") == 2
    assert "没有这个账号" in text
    assert f"?account={made.pk}" in text
    actions.begin_sign_in(user=made, mark="a", by=own(made), at=clock.now())
    assert client.get(SIGN_INS).content.decode().count("<td>登录") == 1
    wrong = client.get(SIGN_INS, {"only": "wrong"}).content.decode()
    assert ("密码不对</span>" in wrong, "<td>登录" in wrong) == (True, False)
    one = client.get(SIGN_INS, {"account": made.pk}).content.decode()
    assert all(word in one for word in ("周敏", "开通账号", "密码不对", "<td>登录"))


@pytest.mark.parametrize("account", ["0", "-1", "x", "９", "9" * 40, "2147483648"])
def test_an_account_that_is_none_gets_a_sentence(account):
    assert desk("audit_admin").get(SIGN_INS, {"account": account}).status_code == 200


def test_the_pages_of_the_trail_cost_the_same_for_many(django_assert_max_num_queries):
    client = desk("audit_admin")
    for number in range(60):
        actions.note_wrong_password(username=f"n{number}", by=System("sign-in"), at=clock.now())
    with django_assert_max_num_queries(12):
        assert client.get(SIGN_INS).content.decode().count("没有这个账号") == 50


def test_a_number_of_a_family_opens_no_name():
    family = accounts.user(kind="citizen")
    User.objects.filter(pk=family.pk).update(name="刘桂英")
    page = desk("audit_admin").get(SIGN_INS, {"account": family.pk}).content.decode()
    assert "没有这个账号" in page
    assert "刘桂英" not in page
