"""代理: who names whom, for how long, and that it shows."""

from datetime import date, timedelta

import pytest

from doudi.accounts.actions.acting import end_acting, name_acting
from doudi.accounts.models import Post, User
from doudi.accounts.queries import covers, officer_of, posts_of, shown_name
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from tests.factories import accounts

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 14)
AT = beijing(ON)


@pytest.fixture
def leader():
    return accounts.officer("town_leader")


@pytest.fixture
def absent():
    return accounts.post("town_acceptor")


@pytest.fixture
def helper():
    return accounts.post("town_investigator").user


def named(leader, absent, helper, **more):
    given = {"valid_from": ON, "valid_until": ON + timedelta(days=14)} | more
    return name_acting(post=absent, user=helper, by=leader, at=AT, **given)


def test_acting_carries_the_duty_for_its_days_and_is_shown(leader, absent, helper) -> None:
    acting = named(leader, absent, helper)
    assert shown_name(acting) == f"{helper.name}（代）"
    assert covers(officer_of(acting), accounts.place(), ON)
    assert acting in posts_of(helper, ON)
    assert acting not in posts_of(helper, ON + timedelta(days=14))


def test_it_can_end_before(leader, absent, helper) -> None:
    acting = named(leader, absent, helper)
    end_acting(post=acting, by=leader, at=AT)
    assert acting in posts_of(helper, ON)
    assert acting not in posts_of(helper, ON + timedelta(days=1))
    with pytest.raises(Refusal):
        end_acting(post=absent, by=leader, at=AT)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"valid_until": ON}, "acting.days"),
        ({"valid_from": ON - timedelta(days=1)}, "acting.days"),
    ],
)
def test_days_that_make_no_sense(leader, absent, helper, more, code) -> None:
    with pytest.raises(Refusal) as no:
        named(leader, absent, helper, **more)
    assert no.value.code == code


def test_who_cannot_act(leader, absent) -> None:
    stranger = accounts.post("town_investigator", "430902102201").user
    own = User.objects.get(pk=leader.user_id)
    decider = accounts.post("town_decider")
    for post, user, code in (
        (absent, stranger, "acting.office"),
        (absent, own, "acting.own"),
        (absent, absent.user, "acting.own"),
        (decider, accounts.post("town_investigator").user, "acting.incompatible"),
    ):
        with pytest.raises(Refusal) as no:
            named(leader, post, user)
        assert no.value.code == code


def test_only_the_leader_of_the_office_names(absent, helper) -> None:
    for by in (
        accounts.officer("town_leader", "430902102201"),
        accounts.officer("town_acceptor"),
        accounts.officer("county_leader"),
    ):
        with pytest.raises(Forbidden):
            named(by, absent, helper)


def test_on_the_page(client, leader, absent, helper) -> None:
    accounts.sign_in(client, leader)
    today = clock.today()
    given = {
        "post": absent.pk, "user": helper.pk, "valid_from": str(today),
        "last_on": str(today + timedelta(days=6)),
    }  # fmt: skip
    assert client.post("/post/acting/", given).status_code == 302
    acting = Post.objects.get(acting_for=absent)
    assert acting.valid_until == today + timedelta(days=7)
    page = client.get("/post/acting/").content.decode()
    assert helper.name in page
    assert client.post(f"/post/acting/{acting.pk}/end/").status_code == 302
    bad = given | {"last_on": str(today - timedelta(days=3))}
    assert client.post("/post/acting/", bad).status_code == 422
