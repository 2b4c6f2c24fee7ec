"""The plain rules of looking in: classes, days spread over months, quarters, refused offers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.awards.rules.checkins import (
    last_quarter,
    may_be_seen,
    next_quarter,
    owes,
    quarter_of,
)
from doudi.awards.rules.offers import three_in_a_row
from doudi.awards.rules.rechecks import can_work, candidates, is_unsettled, spread
from doudi.common.months import month_of, same_day_in

ON = date(2026, 9, 22)
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
MONTHS = st.sampled_from([3, 6, 12])


def member(**more: object) -> dict[str, object]:
    return {"id": "p1", "born_on": "1986-05-01", **more}


@pytest.mark.parametrize(
    ("known", "can"),
    [
        ({}, True),
        ({"born_on": "1966-09-22"}, False),  # sixty today
        ({"born_on": "1966-09-23"}, True),
        ({"born_on": "2010-09-22"}, True),  # sixteen today
        ({"born_on": "2010-09-23"}, False),
        ({"born_on": None}, False),
        ({"born_on": "unknown"}, False),
        ({"student": "undergraduate"}, False),
        ({"illness": "major"}, False),
        ({"illness": "chronic"}, True),
        ({"illness": "unknown"}, True),
        ({"absence": "prison"}, False),
        ({"employment": "unable"}, False),
        ({"employment": "carer"}, False),
        ({"employment": "employed"}, True),
        ({"disability": {"kind": "limb", "level": 2}}, False),
        ({"disability": {"kind": "limb", "level": 3}}, True),
        ({"disability": "unknown"}, True),
    ],
)
def test_who_can_work(known, can):
    assert can_work(member(**known), ON) is can


def test_half_yearly_is_who_can_work_without_a_fixed_job():
    job_seeker, clerk = member(employment="job_seeking"), member(id="p2", employment="employed")
    elder = member(id="p3", born_on="1950-01-01")
    assert is_unsettled({"members": [job_seeker, elder]}, ["p1", "p3"], ON)
    assert not is_unsettled({"members": [clerk, elder]}, ["p2", "p3"], ON)
    assert not is_unsettled({"members": [job_seeker, elder]}, ["p3"], ON), "not counted"


@given(DAYS, MONTHS, st.dictionaries(DAYS.map(month_of), st.integers(0, 99)))
def test_a_recheck_is_never_later_than_the_lawful_day(since, months, load):
    day = spread(since, months, load)
    assert since < day <= same_day_in(since, months)
    assert day in candidates(since, months)


@given(DAYS, MONTHS)
def test_alone_a_family_is_rechecked_as_late_as_the_law_allows(since, months):
    assert spread(since, months, {}) == same_day_in(since, months)


@given(DAYS, MONTHS, st.integers(1, 60))
def test_a_village_granted_on_one_day_is_spread_evenly(since, months, families):
    load: Counter[date] = Counter()
    for _ in range(families):
        load[month_of(spread(since, months, load))] += 1
    counts = [load[month_of(day)] for day in candidates(since, months)]
    assert sum(counts) == families
    assert max(counts) - min(counts) <= 1


@given(DAYS, st.sampled_from([1, 2, 3, 6, 12]))
def test_every_day_lies_in_one_quarter(day, months):
    first = quarter_of(day, months)
    assert first <= day < next_quarter(first, months)
    assert next_quarter(last_quarter(day, months), months) == first
    assert quarter_of(first - timedelta(days=1), months) == last_quarter(day, months)


def test_the_first_and_the_last_part_of_a_quarter_are_not_asked_for():
    quarter = date(2026, 10, 1)
    assert owes(date(2026, 10, 1), None, quarter, 3)
    assert not owes(date(2026, 11, 1), None, quarter, 3)
    assert owes(date(2026, 1, 1), date(2027, 1, 1), quarter, 3)
    assert not owes(date(2026, 1, 1), date(2026, 12, 1), quarter, 3)


def test_who_may_be_seen():
    child, grown = date(2016, 1, 1), date(1980, 1, 1)
    assert may_be_seen(2, grown, holder=1, on=ON)
    assert may_be_seen(2, None, holder=1, on=ON)
    assert not may_be_seen(2, child, holder=1, on=ON)
    assert may_be_seen(1, child, holder=1, on=ON), "an orphan holds its own award"


@dataclass(frozen=True)
class Offer:
    offered_on: date
    answer: str = "refused"
    reason_good: bool | None = False


def offers(*kinds: str) -> list[Offer]:
    made = {
        "bad": Offer(ON),
        "good": Offer(ON, reason_good=True),
        "open": Offer(ON, reason_good=None),
        "taken": Offer(ON, answer="taken", reason_good=None),
    }
    return [
        Offer(ON + timedelta(days=n), made[kind].answer, made[kind].reason_good)
        for n, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("kinds", "is_row"),
    [
        ("", False),
        ("bad bad", False),
        ("bad bad bad", True),
        ("bad bad bad bad", True),
        ("taken bad bad bad", True),
        ("bad bad taken bad", False),
        ("bad good bad bad", False),
        ("bad bad open", False),
        ("bad bad bad good", False),
        ("bad bad bad taken", False),
    ],
)
def test_three_in_a_row(kinds, is_row):
    assert three_in_a_row(offers(*kinds.split())) is is_row


KINDS = st.sampled_from(["bad", "good", "open", "taken"])


@given(st.lists(KINDS, max_size=8), st.randoms())
def test_the_order_of_writing_does_not_matter(kinds, chance):
    made = offers(*kinds)
    mixed = list(made)
    chance.shuffle(mixed)
    assert three_in_a_row(mixed) == three_in_a_row(made) == (kinds[-3:] == ["bad"] * 3)
