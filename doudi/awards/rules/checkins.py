"""打卡签到: which quarter a day belongs to, and whether an award owes one.

A check-in is a sign of life. Being without one sends somebody to look and does nothing else.
"""

from datetime import date

from doudi.common.months import add_months, age_on, month_of

ADULT = 18
MOST_AT_ONCE = 50


def quarter_of(day: date, months: int) -> date:
    """The first day of the period of `months` months, counted from January, that holds `day`."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def next_quarter(quarter: date, months: int) -> date:
    return add_months(month_of(quarter), months)


def last_quarter(day: date, months: int) -> date:
    """The first day of the period before the one that holds `day`."""
    return add_months(quarter_of(day, months), -months)


def owes(valid_from: date, valid_until: date | None, quarter: date, months: int) -> bool:
    """Whether an award stood for the whole period: its first and last part are not asked for."""
    until = next_quarter(quarter, months)
    return valid_from <= quarter and (valid_until is None or valid_until >= until)


def may_be_seen(person: int, born_on: date | None, holder: int, on: date) -> bool:
    """The holder, or any adult beneficiary; an unknown age passes for one."""
    return person == holder or born_on is None or age_on(born_on, on) >= ADULT
