"""A named officer's reason instead of a signature; the member then sees nothing."""

from datetime import date, timedelta

import pytest

from doudi.accounts.models import User
from doudi.audit.models import Entry
from doudi.common.refusals import Forbidden, Refusal
from doudi.people.actions import authorisations, excuses, logins, merges, representations
from doudi.people.queries import (
    authorisation_in_force,
    belongs,
    households_of,
    kept_from,
    link_target,
    unsigned_adults,
)
from doudi.people.queries.excuses import reason_of
from tests.factories import accounts
from tests.factories.people import SETUP, household, person, signed
from tests.factories.pictures import png

pytestmark = pytest.mark.django_db
REASON = "公安告诫书已出具，妇联陪同了解"


@pytest.fixture
def family():
    wife, husband = person(), person("陈建国", born_on=date(1971, 5, 1), sex="M")
    child = person("陈小", born_on=date(2016, 1, 1))
    return household((wife, "self"), (husband, "spouse"), (child, "child")), wife, husband


def excuse(home, someone, at, duty="town_investigator", place=accounts.VILLAGE, **more):
    return excuses.excuse(
        household=home, person=someone, ground="violence", reason=more.get("reason", REASON),
        paper=more.get("paper"), by=accounts.officer(duty, place), at=at,
    )  # fmt: skip


def test_the_excused_adult_is_not_asked_and_the_others_are(family, at, on):
    home, wife, husband = family
    excuse(home, husband, at)
    assert [one.name for one in unsigned_adults(home, on)] == ["刘桂英"]
    assert not authorisation_in_force(home, on)
    signed(home, wife)
    assert authorisation_in_force(home, on)


def test_excuses_alone_let_nobody_be_checked(family, at, on):
    home, wife, husband = family
    excuse(home, wife, at)
    excuse(home, husband, at)
    assert unsigned_adults(home, on) == ()
    assert not authorisation_in_force(home, on)
    child = person("陈小小", born_on=date(2018, 1, 1))
    alone = household((child, "self"))
    assert not authorisation_in_force(alone, on)
    representations.represent(
        person=child, kind="office",
        by_office=accounts.office_of_duty("village_intake", accounts.VILLAGE),
        ground="民法典第三十二条", valid_from=on, by=accounts.officer("town_acceptor"), at=at,
    )  # fmt: skip
    assert authorisation_in_force(alone, on)


def test_the_excused_member_sees_nothing_from_that_day_until_it_ends(family, at, on):
    home, wife, husband = family
    assert belongs(husband, home, on)
    made = excuse(home, husband, at)
    assert kept_from(husband, home, on)
    assert not belongs(husband, home, on)
    assert households_of(husband) == []
    assert not kept_from(husband, home, on - timedelta(days=1))
    assert not kept_from(wife, home, on)
    excuses.end_excuse(excuse=made, by=accounts.officer("county_leader"), at=at)
    assert belongs(husband, home, on)
    assert [one.name for one in unsigned_adults(home, on)] == ["刘桂英", "陈建国"]


def test_a_link_sent_before_opens_nothing(family, at):
    home, _, husband = family
    token = authorisations.make_link(household=home, person=husband, by=SETUP, at=at)
    excuse(home, husband, at)
    assert link_target(token, at + timedelta(minutes=1)) is None
    with pytest.raises(Refusal):
        authorisations.sign_by_link(token=token, signature=png(), by=SETUP, at=at)


def test_the_reason_is_sealed_and_in_no_trail(family, at):
    made = excuse(family[0], family[2], at, paper=png())
    assert REASON.encode() not in bytes(made.reason_sealed)
    assert reason_of(made) == REASON
    assert made.paper.sensitivity == "sensitive"
    assert "告诫" not in str([(e.reason, e.detail) for e in Entry.objects.all()])


@pytest.mark.parametrize(
    ("duty", "place"),
    [
        ("village_intake", accounts.VILLAGE),
        ("grid_worker", accounts.VILLAGE),
        ("auditor", "430902"),
        ("town_leader", "430902102001"),
    ],
)
def test_town_and_county_excuse_where_they_answer(family, at, duty, place):
    with pytest.raises(Forbidden):
        excuse(family[0], family[2], at, duty, place)


def test_a_reason_a_member_and_once(family, at):
    home, _, husband = family
    with pytest.raises(Refusal, match="为什么"):
        excuse(home, husband, at, reason=" ")
    with pytest.raises(Refusal, match="家庭成员"):
        excuse(home, person("别人"), at)
    excuse(home, husband, at)
    with pytest.raises(Refusal, match="已经登记"):
        excuse(home, husband, at)


def test_the_page_records_and_ends_an_excuse(client, family, at):
    home, _, husband = family
    accounts.sign_in(client, accounts.officer("town_leader"))
    url = f"/desk/people/{home.key}/excuses/"
    answer = client.post(url, {"person": husband.pk, "ground": "missing", "reason": "多年无音讯"})
    assert answer.status_code == 302, answer.content.decode()
    text = client.get(url).content.decode()
    assert "多年无音讯" in text
    assert "下落不明" in text
    made = home.excuses.get()
    assert client.post(f"{url}{made.pk}/end/").status_code == 302
    assert "多年无音讯" not in client.get(url).content.decode()


def test_a_merged_key_of_the_same_human_being_is_kept_too(family, at, on):
    home, _, husband = family
    twin = person("陈建国", born_on=date(1971, 5, 2), sex="M")
    merges.merge(
        person=twin, same=husband, reason="同一人", by=accounts.officer("county_reviewer"), at=at
    )
    excuse(home, husband, at)
    assert kept_from(twin, home, on)
    user = accounts.citizen(phone="13912340001")
    logins.link(
        user=User.objects.get(pk=user.user_id), person=twin, how="recorded_number", by=SETUP, at=at
    )
    assert households_of(twin) == []
