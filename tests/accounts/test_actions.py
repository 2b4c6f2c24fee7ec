"""Opening accounts, giving and ending posts, powers, levels: by whom, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from doudi.accounts import actions
from doudi.accounts.models import CitizenLevel, Post, User
from doudi.accounts.queries import covers, has_power, level_of, officer_of, phone_of
from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
ON, AT = make.ON, beijing(make.ON)
SETUP = System("setup")


def opened(**more: object) -> User:
    values = {
        "username": "zhoumin",
        "name": "周敏",
        "password": "Abcdefgh12",
        "phone": "13900000001",
    }
    return actions.open_account(**values | {"by": SETUP, "at": AT} | more)  # type: ignore[arg-type]


def test_from_an_account_to_a_post_that_decides() -> None:
    security = make.officer("security_admin")
    user = opened(by=security)
    office = make.office("430902-civil_affairs")
    post = actions.give_post(
        user=user, office=office, duty="county_leader", valid_from=ON, by=security, at=AT
    )
    assert has_power(officer_of(post), "decide", "dibao", make.VILLAGE, ON)
    actions.end_post(post=post, on=date(2026, 10, 1), by=security, at=AT)
    assert not covers(officer_of(post), make.VILLAGE, date(2026, 10, 1))
    assert [(e.noun, e.verb) for e in Entry.objects.order_by("pk")] == [
        ("account", "open"),
        ("post", "give"),
        ("post", "end"),
    ]
    assert phone_of(user) == "13900000001"
    assert user.check_password("Abcdefgh12")


@pytest.mark.parametrize("duty", ["system_admin", "audit_admin", "county_leader", "auditor"])
def test_only_the_security_administrator_opens_accounts(duty: str) -> None:
    with pytest.raises(Forbidden):
        opened(by=make.officer(duty))
    with pytest.raises(Forbidden):
        opened(by=System("pick_up"))
    with pytest.raises(Forbidden):
        opened(by=make.officer("security_admin", valid_until=ON))


def test_nobody_gives_himself_a_post() -> None:
    security = make.officer("security_admin")
    with pytest.raises(Refusal) as refusal:
        actions.give_post(
            user=User.objects.get(pk=security.user_id),
            office=make.office("430902106-town"),
            duty="town_leader",
            valid_from=ON,
            by=security,
            at=AT,
        )
    assert refusal.value.code == "account.own"


@pytest.mark.parametrize(
    ("duty", "office", "fits"),
    [
        ("county_leader", "430902106219-village", False),
        ("county_leader", "430902106-town", False),
        ("county_leader", "430902-civil_affairs", True),
        ("finance_approver", "430902106-town", False),
        ("town_leader", "430902106219-village", False),
        ("town_leader", "430902106-town", True),
        ("town_leader", "430902-civil_affairs", False),
        ("village_intake", "430902106-town", False),
        ("village_intake", "430902106219-village", True),
        ("coordinator", "430902106219-village", True),
        ("coordinator", "430902106-town", True),
        ("security_admin", "430902106-town", False),
    ],
)
def test_a_duty_sits_in_an_office_of_its_level(duty: str, office: str, fits: bool) -> None:
    values = {"user": opened(), "office": make.office(office), "duty": duty, "valid_from": ON}
    if fits:
        assert actions.give_post(**values, by=SETUP, at=AT).duty == duty
        return
    with pytest.raises(Refusal, match="一级的单位没有") as refusal:
        actions.give_post(**values, by=SETUP, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("post.level", "duty")
    assert not Post.objects.exists()


@pytest.mark.parametrize("password", ["short1", "onlyletters", "1234567890"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refusal:
        opened(password=password)
    assert refusal.value.field == "password"


def test_a_name_is_taken_once() -> None:
    opened()
    with pytest.raises(Refusal):
        opened()


@pytest.mark.parametrize(
    ("held", "wanted", "apart"),
    [
        ("system_admin", "security_admin", True),
        ("security_admin", "audit_admin", True),
        ("security_admin", "county_leader", True),
        ("village_intake", "system_admin", True),
        ("finance_drafter", "finance_approver", True),
        ("county_reviewer", "county_leader", True),
        ("town_investigator", "town_decider", True),
        ("town_acceptor", "town_investigator", False),
        ("grid_worker", "village_intake", False),
    ],
)
def test_duties_that_one_person_may_not_hold_together(held: str, wanted: str, apart: bool) -> None:
    post, office = make.post(held), make.office_of_duty(wanted, make.VILLAGE)
    values = {"user": post.user, "office": office, "duty": wanted, "by": SETUP, "at": AT}
    if apart:
        with pytest.raises(Refusal) as refusal:
            actions.give_post(**values, valid_from=ON)
        assert refusal.value.code == "post.incompatible"
        Post.objects.filter(pk=post.pk).update(valid_until=ON)
    actions.give_post(**values, valid_from=ON)


def test_a_post_that_begins_later_counts_too() -> None:
    later = make.post("county_leader", valid_from=ON + timedelta(days=30))
    values = {"user": later.user, "office": later.office, "duty": "county_reviewer", "at": AT}
    with pytest.raises(Refusal):
        actions.give_post(**values, valid_from=ON, by=SETUP)
    until = later.valid_from
    actions.give_post(**values, valid_from=ON, valid_until=until, by=SETUP)


def test_an_acting_post_has_an_end_and_the_same_duty() -> None:
    leader, stand_in = make.post("town_leader"), make.user()
    values = {"user": stand_in, "office": leader.office, "valid_from": ON, "by": SETUP, "at": AT}
    with pytest.raises(Refusal):
        actions.give_post(**values, duty="town_leader", acting_for=leader)
    until = date(2026, 9, 8)
    with pytest.raises(Refusal):
        actions.give_post(**values, duty="town_acceptor", acting_for=leader, valid_until=until)
    post = actions.give_post(**values, duty="town_leader", acting_for=leader, valid_until=until)
    assert covers(officer_of(post), make.VILLAGE, ON)


def test_a_power_passes_from_one_office_to_another() -> None:
    district = make.officer("county_leader")
    other = make.office("430902-verification")
    values = {"act": "decide", "programme": "dibao", "place": make.place("430902"), "basis": "测试"}
    actions.give_power(office=other, **values, valid_from=ON, by=SETUP, at=AT)
    assert has_power(district, "decide", "dibao", make.VILLAGE, date(2026, 8, 31))
    assert not has_power(district, "decide", "dibao", make.VILLAGE, ON)
    with pytest.raises(Refusal) as refusal:
        actions.give_power(office=other, **values, valid_from=ON, by=SETUP, at=AT)
    assert refusal.value.code == "power.later"


def test_a_jurisdiction_begins_and_ends() -> None:
    by = make.officer("town_leader")
    other = make.place("430902005001")
    values = {
        "office": Post.objects.get(pk=by.post_id).office,
        "place": other,
        "by": SETUP,
        "at": AT,
    }
    actions.set_jurisdiction(**values, valid_from=ON)
    assert covers(by, other, ON)
    actions.set_jurisdiction(**values, valid_from=ON, valid_until=date(2026, 9, 2))
    assert not covers(by, other, date(2026, 9, 2))


def test_a_closed_account_and_a_lost_authenticator() -> None:
    post = make.post("county_leader")
    actions.enrol_totp(user=post.user, secret="JBSWY3DPEHPK3PXP", by=SETUP, at=AT)
    security = make.officer("security_admin")
    actions.reset_second_step(user=post.user, by=security, at=AT)
    assert not post.user.authenticator_set.exists()
    actions.close_account(user=post.user, by=security, at=AT)
    assert not covers(officer_of(post), make.VILLAGE, ON)
    with pytest.raises(Forbidden):
        actions.enrol_totp(user=post.user, secret="JBSWY3DPEHPK3PXP", by=security, at=AT)


def test_level_1_needs_someone_who_saw_the_card() -> None:
    citizen = make.citizen()
    user = User.objects.get(pk=citizen.user_id)
    for by in (citizen, make.officer("village_intake", valid_until=ON)):
        with pytest.raises(Forbidden):
            actions.raise_level(user=user, how="officer_saw_card", by=by, at=AT)
    with pytest.raises(Refusal):
        actions.raise_level(user=user, how="officer_saw_card", by=System("sign-in"), at=AT)
    by = make.officer("village_intake")
    for _ in range(2):
        actions.raise_level(user=user, how="officer_saw_card", by=by, at=AT)
    assert CitizenLevel.objects.get().by_post_id == by.post_id
    assert level_of(user.pk) == 1
    actions.revoke_level(user=user, reason="号码已换人", by=by, at=AT)
    assert level_of(user.pk) == 0
    with pytest.raises(Refusal):
        actions.raise_level(
            user=User.objects.get(pk=by.user_id), how="recorded_number", by=by, at=AT
        )


def test_the_first_administrator_comes_from_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_PASSWORD", "Abcdefgh12")
    with pytest.raises(CommandError):
        call_command("open_administrator", "anquan", "安全", "430902-civil_affairs")
    make.office("430902-civil_affairs")
    call_command("open_administrator", "anquan", "安全", "430902-civil_affairs")
    assert Post.objects.get().duty == "security_admin"
    with pytest.raises(CommandError):
        call_command("open_administrator", "anquan", "安全", "430902-civil_affairs")
