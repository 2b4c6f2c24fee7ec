"""The only clock. Read at the edge (views, tasks, commands), passed on as `at` or `on`.

In demo and bench mode a command may have stored an offset in the table `demo_stamp`, which
exists only in a database that the demo or bench made.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from doudi.common.remembered import remembered

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment in Beijing time, shifted by the stored offset in demo and bench mode."""
    return (datetime.now(UTC) + _offset()).astimezone(BEIJING)


def today() -> date:
    return now().date()


def day_of(at: datetime) -> date:
    """The Beijing date of a moment."""
    return at.astimezone(BEIJING).date()


def beijing(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)


@remembered
def _offset() -> timedelta:
    if settings.DOUDI_MODE not in {"demo", "bench"}:
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('demo_stamp') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return timedelta()
        cursor.execute("SELECT clock_offset_seconds FROM demo_stamp")
        row = cursor.fetchone()
    return timedelta(seconds=row[0] if row else 0)
