"""Working days, the clock and the sealing of values."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from doudi.common import clock, crypto
from doudi.common.workdays import add_workdays, is_provisional, is_workday, workdays_left


def test_make_up_days_are_worked():
    assert is_workday(date(2026, 2, 14))  # a Saturday worked for the Spring Festival
    assert not is_workday(date(2026, 10, 1))
    assert not is_workday(date(2026, 9, 19))


def test_twenty_working_days_after_a_monday():
    """Vector 15: 25 September (Mid-Autumn) and 1-7 October are off, 20 September is worked."""
    due = add_workdays(date(2026, 9, 14), 20)
    assert workdays_left(date(2026, 9, 14), due) == 20
    assert due > date(2026, 10, 8)


def test_the_next_year_is_provisional_and_crossing_into_it_works():
    assert not is_provisional(2026)
    assert is_provisional(2027)
    assert not is_workday(date(2027, 1, 1))
    assert is_workday(date(2027, 1, 4))
    assert not is_workday(date(2027, 2, 8))
    assert is_workday(date(2027, 2, 9))
    assert not is_workday(date(2027, 10, 3))
    assert add_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert is_workday(date(2031, 5, 1)) == (date(2031, 5, 1).weekday() < 5)


def test_overdue_is_negative():
    assert workdays_left(date(2026, 9, 16), date(2026, 9, 14)) == -2
    assert workdays_left(date(2026, 9, 14), date(2026, 9, 14)) == 0


@given(st.dates(date(2010, 1, 1), date(2028, 1, 1)), st.integers(1, 60))
def test_counting_forth_and_back_agree(day, count):
    due = add_workdays(day, count)
    assert is_workday(due)
    assert workdays_left(day, due) == count
    assert workdays_left(due, day) == -count


def test_the_day_is_beijings():
    assert clock.day_of(datetime(2026, 9, 13, 16, 0, tzinfo=UTC)) == date(2026, 9, 14)
    assert clock.day_of(datetime(2026, 9, 13, 15, 59, tzinfo=UTC)) == date(2026, 9, 13)
    assert clock.beijing(date(2026, 9, 14)).utcoffset().total_seconds() == 8 * 3600


@pytest.mark.django_db
def test_the_clock_is_moved_in_a_demo_only(settings):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE demo_stamp (clock_offset_seconds bigint)")
        cursor.execute("INSERT INTO demo_stamp VALUES (864000)")
    try:
        for mode, days in (("demo", 10), ("bench", 10), ("production", 0), ("test", 0)):
            settings.DOUDI_MODE = mode
            moved = clock.now() - datetime.now(UTC)  # noqa: TID251
            assert round(moved.total_seconds() / 86400) == days
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE demo_stamp")
    settings.DOUDI_MODE = "demo"
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 60  # noqa: TID251


def test_a_sealed_value_opens_where_it_was_sealed():
    blob = crypto.seal("person.phone:1", "13800138000")
    assert crypto.unseal("person.phone:1", memoryview(blob)) == b"13800138000"
    assert b"13800138000" not in blob
    assert crypto.seal("person.phone:1", "13800138000") != blob


@pytest.mark.parametrize("context", ["person.phone:2", "", "person.account:1"])
def test_a_moved_value_does_not_open(context):
    blob = crypto.seal("person.phone:1", "13800138000")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(context, blob)


def test_a_changed_or_cut_value_does_not_open():
    blob = crypto.seal("x", "value")
    for at in range(len(blob)):
        changed = blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]
        with pytest.raises(crypto.Unreadable):
            crypto.unseal("x", changed)
    for size in range(len(blob)):
        with pytest.raises(crypto.Unreadable):
            crypto.unseal("x", blob[:size])


def test_blind_indexes_find_and_keep_apart():
    first = crypto.blind_index("phone", "13800138000")
    assert first == crypto.blind_index("phone", "13800138000")
    assert len(first) == 32
    assert first != crypto.blind_index("account", "13800138000")
    assert first != crypto.blind_index("phone", "13800138001")
