"""The time limit: test vector 15 of the handbook, and what holds for any events at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.applications.rules.deadline import Event, deadline, parts, reminder
from doudi.common.workdays import add_workdays, is_workday
from doudi.policies.rules.flows import flow_for

MONDAY = date(2026, 9, 14)
COUNTY = flow_for("dibao", "430902106219", MONDAY)
TOWN = flow_for("dibao", "320412104220", MONDAY)

days = st.integers(-5, 70).map(lambda n: MONDAY + timedelta(days=n))
stops = st.builds(Event, st.just("stop"), st.sampled_from([g.code for g in COUNTY.stops]), days)
resumes = st.builds(Event, st.just("resume"), st.sampled_from([g.code for g in COUNTY.stops]), days)
extends = st.builds(
    Event, st.just("extend"), st.sampled_from([g.code for g in COUNTY.extends]), days
)
events = st.lists(st.one_of(stops, resumes, extends), max_size=8)


@pytest.mark.parametrize(("flow", "count"), [(COUNTY, 30), (TOWN, 20)])
def test_vector_15_thirty_or_twenty_then_forty_five(flow, count) -> None:
    plain = deadline([], flow, MONDAY)
    assert plain.due_on == add_workdays(MONDAY, count)
    objected = deadline([Event("extend", "objection", date(2026, 9, 30))], flow, MONDAY)
    assert objected.due_on == add_workdays(MONDAY, 45)
    assert objected.extended_by == ("objection",)


def test_make_up_days_are_counted() -> None:
    """The holiday of October 2026 has make-up working days by the official calendar."""
    due = deadline([], TOWN, MONDAY).due_on
    span = [MONDAY + timedelta(days=n) for n in range(1, (due - MONDAY).days + 1)]
    assert sum(map(is_workday, span)) == 20
    assert any(day.weekday() > 4 and is_workday(day) for day in span)


def test_a_stop_takes_its_days_out_and_ends_by_itself() -> None:
    stopped = Event("stop", "awaiting_letter", MONDAY)
    resumed = Event("resume", "awaiting_letter", add_workdays(MONDAY, 3))
    assert deadline([stopped, resumed], TOWN, MONDAY).due_on == add_workdays(MONDAY, 23)
    longest = deadline([stopped], TOWN, MONDAY)
    assert longest.due_on == add_workdays(MONDAY, 30)
    assert longest.stopped_on(add_workdays(MONDAY, 10)) == ("awaiting_letter",)
    assert longest.stopped_on(add_workdays(MONDAY, 11)) == ()


def test_stops_at_the_same_time_count_once() -> None:
    two = [Event("stop", code, MONDAY) for code in ("awaiting_letter", "source_silent")]
    assert deadline(two, TOWN, MONDAY).due_on == add_workdays(MONDAY, 30)


def test_a_ground_that_the_flow_does_not_know_changes_nothing() -> None:
    odd = [Event("stop", "tired", MONDAY), Event("extend", "awaiting_items", MONDAY)]
    assert deadline(odd, COUNTY, MONDAY) == deadline([], COUNTY, MONDAY)


@settings(deadline=None)
@given(events, stops)
def test_one_more_stop_never_shortens(known, more) -> None:
    before = deadline(known, COUNTY, MONDAY).due_on
    assert deadline([*known, more], COUNTY, MONDAY).due_on >= before


@settings(deadline=None)
@given(events, extends)
def test_an_extension_never_shortens(known, more) -> None:
    before = deadline(known, COUNTY, MONDAY).due_on
    assert deadline([*known, more], COUNTY, MONDAY).due_on >= before


@settings(deadline=None)
@given(events.flatmap(lambda known: st.tuples(st.just(known), st.permutations(known))))
def test_the_order_of_events_is_irrelevant(pair) -> None:
    known, shuffled = pair
    assert deadline(known, COUNTY, MONDAY) == deadline(shuffled, COUNTY, MONDAY)
    assert deadline([*known, *known], COUNTY, MONDAY) == deadline(known, COUNTY, MONDAY)


@settings(deadline=None)
@given(events, st.dictionaries(st.sampled_from(["visit", "verify", "opinion", "post"]), days))
def test_no_part_is_due_after_the_whole(known, done) -> None:
    whole = deadline(known, COUNTY, MONDAY)
    found = parts(COUNTY, MONDAY, whole, done)
    assert [one.step.code for one in found] == [
        "visit", "verify", "opinion", "post", "propose", "decide",
    ]  # fmt: skip
    assert all(one.due_on <= whole.due_on for one in found)


def test_parts_of_a_plain_case() -> None:
    whole = deadline([], COUNTY, MONDAY)
    due = {one.step.code: one.due_on for one in parts(COUNTY, MONDAY, whole, {})}
    assert due["visit"] == due["verify"] == add_workdays(MONDAY, 7)
    assert due["opinion"] == add_workdays(due["visit"], 3)
    assert due["post"] == due["opinion"] + timedelta(days=8)
    assert due["decide"] <= whole.due_on


@pytest.mark.parametrize(
    ("left", "due"), [(6, None), (5, 5), (4, 5), (2, 2), (1, 2), (0, 0), (-3, -1)]
)
def test_reminders(left, due) -> None:
    assert reminder(COUNTY, left) == due
