"""Working days by the State Council's yearly notice; unpublished years are provisional.

The package `chinesecalendar` knows 2004-2026. For 2027 the table below holds the statutory
holidays of Decree 270 (as amended 2024-11-10), computed by us without make-up days, until the
official notice is published; later years count weekdays only.
"""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

LAST_OFFICIAL_YEAR = 2026

# Decree 270 as amended: New Year 1, Spring Festival 4, Tomb Sweeping 1, Labour 2,
# Dragon Boat 1, Mid-Autumn 1, National 3 days. Lunar days of 2027: New Year's Eve 02-05,
# Dragon Boat 06-09, Mid-Autumn 09-15; Tomb Sweeping 04-05.
PROVISIONAL_HOLIDAYS = {
    2027: frozenset(
        date(2027, month, day)
        for month, day in (
            (1, 1),
            (2, 5), (2, 6), (2, 7), (2, 8),
            (4, 5),
            (5, 1), (5, 2),
            (6, 9),
            (9, 15),
            (10, 1), (10, 2), (10, 3),
        )
    )
}  # fmt: skip


def is_provisional(year: int) -> bool:
    """Whether dates of this year may still change with the official notice."""
    return year > LAST_OFFICIAL_YEAR


@cache
def _workdays(year: int) -> frozenset[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return frozenset(day for day in days if day.year == year and _works(day))


def _works(day: date) -> bool:
    if is_provisional(day.year):
        holidays = PROVISIONAL_HOLIDAYS.get(day.year, frozenset())
        return day.weekday() < 5 and day not in holidays
    return bool(chinese_calendar.is_workday(day))


def is_workday(day: date) -> bool:
    return day in _workdays(day.year)


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`; the day of the event is not counted (CC art. 201)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_left(today: date, due: date) -> int:
    """Working days after today up to and including `due`; negative when overdue."""
    if due < today:
        return -workdays_left(due, today)
    days = (today + timedelta(days=n) for n in range(1, (due - today).days + 1))
    return sum(is_workday(day) for day in days)
