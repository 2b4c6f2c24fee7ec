"""Death, coming and leaving with dates; what was known stays known; two keys of one human being."""

from datetime import date, timedelta

import pytest

from doudi.common.refusals import Forbidden, Refusal
from doudi.journal.models import Entry
from doudi.people.actions import households, merges, persons
from doudi.people.models import Merge
from doudi.people.queries import belongs, by_number, full_number, members, same_ids
from tests.factories import accounts
from tests.factories.people import household, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return accounts.officer("town_investigator")


@pytest.fixture
def family(officer, at):
    wife, husband = person(), person("陈建国", born_on=date(1971, 5, 1), sex="M")
    home = household((wife, "self"), (husband, "spouse"))
    households.confirm_members(household=home, by=officer, at=at)
    return home, wife, husband


def names(home, on, known=None):
    return [one.name for one in members(home, on, known)]


def test_death_ends_the_membership_after_that_day(family, officer, at, on):
    home, _, husband = family
    died = on + timedelta(days=3)
    later = at + timedelta(days=5)
    persons.record_death(person=husband, died_on=died, by=officer, at=later)
    assert names(home, died) == ["刘桂英", "陈建国"]
    assert names(home, died + timedelta(days=1)) == ["刘桂英"]
    assert names(home, died + timedelta(days=1), known=later - timedelta(days=1)) == [
        "刘桂英",
        "陈建国",
    ]
    assert Entry.objects.filter(noun="person", key=husband.pk, verb="died").count() == 1
    persons.record_death(person=husband, died_on=died, by=officer, at=later)
    assert Entry.objects.filter(noun="person", verb="died").count() == 1


def test_a_wrong_day_and_a_wrong_death_are_put_right(family, officer, at, on):
    home, _, husband = family
    after = on + timedelta(days=9)
    later = at + timedelta(days=10)
    persons.record_death(person=husband, died_on=on, by=officer, at=later)
    persons.record_death(person=husband, died_on=on + timedelta(days=4), by=officer, at=later)
    assert names(home, on + timedelta(days=2)) == ["刘桂英", "陈建国"]
    assert names(home, after) == ["刘桂英"]
    persons.retract_death(person=husband, reason="同名之误", by=officer, at=later)
    husband.refresh_from_db()
    assert husband.died_on is None
    assert names(home, after) == ["刘桂英", "陈建国"]


def test_a_day_to_come_and_a_stranger_officer_are_refused(family, officer, at, on):
    husband = family[2]
    with pytest.raises(Refusal, match="死亡日期"):
        persons.record_death(person=husband, died_on=on + timedelta(days=1), by=officer, at=at)
    for stranger in (accounts.officer("auditor", "430902"),
                     accounts.officer("town_leader", "430902102001")):  # fmt: skip
        with pytest.raises(Forbidden):
            persons.record_death(person=husband, died_on=on, by=stranger, at=at)


def test_leaving_and_coming_have_dates_and_what_was_known_stays(family, officer, at, on):
    home, _, husband = family
    gone = on + timedelta(days=10)
    told = at + timedelta(days=20)
    households.leave(household=home, person=husband, on=gone, by=officer, at=told)
    assert names(home, gone - timedelta(days=1)) == ["刘桂英", "陈建国"]
    assert names(home, gone) == ["刘桂英"]
    assert names(home, gone, known=at + timedelta(days=1)) == ["刘桂英", "陈建国"]
    second = household((person("王母"), "self"))
    households.join(
        household=second, person=husband, relation="child", on=gone, by=officer, at=told
    )
    assert "陈建国" in names(second, gone)
    assert "王母" in names(second, on + timedelta(days=20))
    assert Entry.objects.filter(noun="household", verb="members_changed").count() == 2


def test_nobody_comes_before_he_left(family, officer, at, on):
    husband = family[2]
    second = household((person("王母"), "self"))
    with pytest.raises(Refusal, match="另一家"):
        households.join(
            household=second, person=husband, relation="child", on=on, by=officer, at=at
        )


def test_a_day_before_the_beginning_means_never(family, officer, at, on):
    home, _, husband = family
    households.leave(household=home, person=husband, on=on - timedelta(days=300), by=officer, at=at)
    assert names(home, on) == ["刘桂英"]
    with pytest.raises(Refusal, match="家庭成员"):
        households.leave(household=home, person=husband, on=on, by=officer, at=at)


def test_two_keys_are_one_human_being_until_taken_apart(family, at, on):
    home, wife, _ = family
    double = person("刘桂英", born_on=date(1974, 3, 5))
    reviewer = accounts.officer("county_reviewer")
    made = merges.merge(person=wife, same=double, reason="换证前后两份", by=reviewer, at=at)
    assert same_ids(double) == {wife.pk, double.pk}
    assert by_number(full_number(double)) == wife
    assert belongs(double, home, on)
    with pytest.raises(Refusal, match="同一个人"):
        merges.merge(person=double, same=wife, reason="再一次", by=reviewer, at=at)
    merges.unmerge(merge=made, by=accounts.officer("county_reviewer"), at=at)
    assert by_number(full_number(double)) == double
    assert not belongs(double, home, on)
    kept = Merge.objects.get()
    assert kept.merged_by_id != kept.reversed_by_id


def test_a_merged_pair_in_one_household_is_shown_once(officer, at, on):
    one, two = person(), person("刘桂英", born_on=date(1974, 3, 6))
    home = household((one, "self"), (two, "other"))
    merges.merge(
        person=one, same=two, reason="同一人", by=accounts.officer("county_reviewer"), at=at
    )
    assert [member.person.pk for member in members(home, on)] == [one.pk]


def test_merging_is_the_county_s_with_a_reason(family, at):
    _, wife, husband = family
    with pytest.raises(Forbidden):
        merges.merge(
            person=wife, same=husband, reason="x", by=accounts.officer("town_leader"), at=at
        )
    with pytest.raises(Refusal, match="为什么"):
        merges.merge(
            person=wife, same=husband, reason=" ", by=accounts.officer("county_reviewer"), at=at
        )
