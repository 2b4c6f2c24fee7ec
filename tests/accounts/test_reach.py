"""Duty × place × date: where a post reaches."""

from datetime import date

import pytest

from doudi.accounts.models import Place, Post
from doudi.accounts.queries import (
    covers,
    has_power,
    holds,
    office_for,
    officers_with,
    place_by_code,
    place_codes,
    posts_of,
    under,
    users_names,
)
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from tests.factories import accounts as make

pytestmark = pytest.mark.django_db
ON = make.ON
VILLAGE, NEXT_VILLAGE = "430902106219", "430902106206"
OTHER_TOWN_VILLAGE, CHANGZHOU = "430902005001", "320412104220"


@pytest.mark.parametrize(
    ("duty", "place", "reached"),
    [
        ("village_intake", VILLAGE, True),
        ("village_intake", NEXT_VILLAGE, False),
        ("village_intake", "430902106", False),
        ("town_acceptor", VILLAGE, True),
        ("town_acceptor", NEXT_VILLAGE, True),
        ("town_acceptor", "430902106", True),
        ("town_acceptor", OTHER_TOWN_VILLAGE, False),
        ("town_acceptor", "430902", False),
        ("county_reviewer", OTHER_TOWN_VILLAGE, True),
        ("county_reviewer", CHANGZHOU, False),
        ("verifier", OTHER_TOWN_VILLAGE, True),
        ("verifier", CHANGZHOU, False),
    ],
)
def test_a_post_covers_its_places(duty: str, place: str, reached: bool) -> None:
    assert covers(make.officer(duty, VILLAGE), place, ON) is reached


def test_covers_takes_a_place_too() -> None:
    assert covers(make.officer("town_leader"), make.place(VILLAGE), ON)


@pytest.mark.parametrize(
    ("on", "valid"),
    [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
    ],
)
def test_a_post_counts_from_its_first_day_until_the_day_before_its_end(
    on: date, valid: bool
) -> None:
    by = make.officer(
        "town_decider", CHANGZHOU, valid_from=date(2026, 9, 1), valid_until=date(2026, 10, 1)
    )
    assert covers(by, CHANGZHOU, on) is valid
    assert has_power(by, "decide", "dibao", CHANGZHOU, on) is valid
    assert bool(place_codes(by, on)) is valid


def test_holds_wants_the_duty_and_the_place() -> None:
    by = make.officer("town_acceptor")
    assert holds(by, {"town_acceptor", "town_leader"}, VILLAGE, ON)
    assert not holds(by, {"town_leader"}, VILLAGE, ON)
    assert not holds(by, {"town_acceptor"}, OTHER_TOWN_VILLAGE, ON)


def test_a_jurisdiction_for_one_duty_does_not_carry_another() -> None:
    centre = make.office("430902-verification")
    assert covers(make.officer("verifier", where=centre), VILLAGE, ON)
    assert not covers(make.officer("county_leader", where=centre), VILLAGE, ON)


def test_an_officer_made_up_of_another_persons_post_reaches_nothing() -> None:
    real, other = make.officer("town_leader"), make.officer("town_acceptor")
    forged = Officer(other.user_id, real.post_id, real.office_id, real.duty, other.name)
    assert not covers(forged, VILLAGE, ON)
    assert not has_power(forged, "opinion", "dibao", VILLAGE, ON)


def test_a_blocked_user_reaches_nothing() -> None:
    by = make.officer("town_leader")
    Post.objects.get(pk=by.post_id).user.__class__.objects.update(is_active=False)
    assert not covers(by, VILLAGE, ON)


@pytest.mark.parametrize(
    ("act", "place", "office"),
    [
        ("take_in", VILLAGE, "430902106219-village"),
        ("accept", VILLAGE, "430902106-town"),
        ("opinion", VILLAGE, "430902106-town"),
        ("decide", VILLAGE, "430902-civil_affairs"),
        ("pay", VILLAGE, "430902-civil_affairs"),
        ("accept", CHANGZHOU, "320412104-town"),
        ("decide", CHANGZHOU, "320412104-town"),
        ("pay", CHANGZHOU, "3204jk-civil_affairs"),
        ("pay", "320412100002", "320412-civil_affairs"),
    ],
)
def test_which_office_acts(act: str, place: str, office: str) -> None:
    for code in (VILLAGE, CHANGZHOU, "320412100002"):
        make.office(f"{code}-village")
    assert office_for(act, "dibao", place, ON).code == office


def test_the_nearest_place_wins() -> None:
    town = make.officer("town_decider", VILLAGE)
    district = make.officer("county_leader", VILLAGE)
    assert has_power(district, "decide", "dibao", VILLAGE, ON)
    make.power("430902106-town", "decide", "430902106", valid_from=date(2026, 9, 10))
    assert has_power(district, "decide", "dibao", VILLAGE, date(2026, 9, 9))
    assert not has_power(district, "decide", "dibao", VILLAGE, date(2026, 9, 10))
    assert has_power(town, "decide", "dibao", VILLAGE, date(2026, 9, 10))
    assert has_power(district, "decide", "dibao", OTHER_TOWN_VILLAGE, date(2026, 9, 10))


def test_no_office_with_the_power_is_a_refusal() -> None:
    make.office("430902106-town")
    with pytest.raises(Refusal) as refusal:
        office_for("decide", "tekun", VILLAGE, ON)
    assert refusal.value.code == "power.none"


def test_a_functional_zone_answers_for_towns_under_another_districts_code() -> None:
    zone = make.officer("county_reviewer", CHANGZHOU)
    wujin = make.officer("county_reviewer", "320412100002")
    assert covers(zone, CHANGZHOU, ON)
    assert not covers(wujin, CHANGZHOU, ON)
    assert covers(wujin, "320412100002", ON)
    assert not covers(zone, "320412100002", ON)


def test_an_acting_post_reaches_what_the_post_reaches_while_it_lasts() -> None:
    leader = make.post("town_leader")
    stand_in = make.user()
    by = make.officer(
        "town_leader",
        holder=stand_in,
        acting_for=leader,
        valid_from=date(2026, 9, 1),
        valid_until=date(2026, 9, 8),
    )
    assert covers(by, VILLAGE, date(2026, 9, 7))
    assert not covers(by, VILLAGE, date(2026, 9, 8))
    assert [p.acting_for_id for p in posts_of(stand_in, date(2026, 9, 7))] == [leader.pk]
    assert posts_of(stand_in, date(2026, 9, 8)) == []


def test_trays_filter_by_the_codes_of_the_post() -> None:
    for code in (VILLAGE, OTHER_TOWN_VILLAGE, CHANGZHOU):
        make.place(code)
    by = make.officer("town_acceptor")
    assert place_codes(by, ON) == ("430902106",)
    seen = Place.objects.filter(under(place_codes(by, ON), "code"))
    assert {place.code for place in seen} == {"430902106", VILLAGE}
    assert not Place.objects.filter(under((), "code")).exists()
    assert len(place_codes(make.officer("county_reviewer", CHANGZHOU), ON)) == 6


def test_officers_with_a_duty_and_their_names() -> None:
    first = make.officer("town_investigator", holder=make.user("甲"))
    make.officer("town_leader")
    gone = make.officer("town_investigator", valid_until=date(2026, 1, 1))
    found = officers_with("town_investigator", first.office_id, ON)
    assert [o.user_id for o in found] == [first.user_id]
    assert users_names([first.user_id, gone.user_id])[first.user_id] == "甲"


def test_a_code_is_looked_up_by_day() -> None:
    place = make.place(VILLAGE)
    Place.objects.filter(pk=place.pk).update(valid_until=date(2026, 1, 1))
    assert place_by_code(VILLAGE, date(2025, 12, 31)) == place
    with pytest.raises(Refusal):
        place_by_code(VILLAGE, ON)
