"""Values as text: days, moments, what is left of a time limit."""

from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from doudi.common.clock import BEIJING

SOON = 3
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def beijing_day(value: date | datetime) -> date:
    return beijing_moment(value).date() if isinstance(value, datetime) else value


def beijing_moment(value: datetime) -> datetime:
    return value.astimezone(BEIJING)


def cn_day(value: date | datetime) -> str:
    """11 月 18 日: on the phone, where the year is clear."""
    day = beijing_day(value)
    return f"{day.month} 月 {day.day} 日"


def cn_date(value: date | datetime) -> str:
    """2026 年 11 月 18 日: in letters and certificates."""
    day = beijing_day(value)
    return f"{day.year} 年 {cn_day(day)}"


def cn_moment(value: datetime) -> str:
    moment = beijing_moment(value)
    return f"{cn_day(moment)} {moment:%H:%M}"


def page_day(value: date | datetime) -> str:
    """The day on a page, 11 月 18 日 or 18 Nov, in the reader's language; `cn_…` never change."""
    day = beijing_day(value)
    return f"{day.day} {MONTHS[day.month - 1]}" if in_english() else cn_day(day)


def page_date(value: date | datetime) -> str:
    return f"{page_day(value)} {beijing_day(value).year}" if in_english() else cn_date(value)


def page_moment(value: datetime) -> str:
    return f"{page_day(value)} {beijing_moment(value):%H:%M}"


def iso_moment(value: datetime) -> str:
    return f"{beijing_moment(value):%Y-%m-%d %H:%M}"


def left_text(workdays: int | None) -> str:
    """What is left of a time limit counted in working days."""
    if workdays is None:
        return _("无时限")
    if workdays == 0:
        return _("今天")
    if workdays < 0:
        late = ngettext("已超 %(n)d 个工作日", "已超 %(n)d 个工作日", -workdays)
        return late % {"n": -workdays}
    return ngettext("%(n)d 个工作日", "%(n)d 个工作日", workdays) % {"n": workdays}


def left_kind(workdays: int | None) -> str:
    if workdays is None or workdays > SOON:
        return "ok"
    return "wait" if workdays > 0 else "bad"
