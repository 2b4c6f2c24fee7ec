"""Months and ages. A month is the date of its first day."""

import calendar
from datetime import date


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """The first day of the month `count` months later (negative: earlier)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def same_day_in(day: date, count: int) -> date:
    """The same day `count` months later; the month's last day when there is no such day."""
    first = add_months(month_of(day), count)
    last = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=min(day.day, last))


def birthday_in(born: date, year: int) -> date:
    """29 February is kept on 28 February in common years (Civil Code art. 202 by analogy)."""
    if born.month == 2 and born.day == 29 and not calendar.isleap(year):
        return date(year, 2, 28)
    return born.replace(year=year)


def age_on(born: date, on: date) -> int:
    """Completed years; a year is completed on the birthday itself."""
    return on.year - born.year - (on < birthday_in(born, on.year))
