"""Which database a trial may run on: only one that the demo or the bench made itself.

The mark is the database's own comment: it is not copied with a template or a dump of tables, and
no table of ours has to exist before it can be read.
"""

from django.conf import settings
from django.db import connection

MARKED_MODES = ("demo", "bench")


class WrongDatabase(Exception):
    """A trial was started on a database that it did not make."""


def mark_if_new(mode: str) -> None:
    """Mark an empty database as made by this trial; refuse one that has tables and no mark."""
    if read_mark() == mode:
        return
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise WrongDatabase(_refusal(mode))
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"COMMENT ON DATABASE {name} IS 'doudi {mode}'")


def check_mode() -> None:
    """To be called by every process that serves or works; a live one passes freely."""
    mode = settings.DOUDI_MODE
    if mode in MARKED_MODES and read_mark() != mode:
        raise WrongDatabase(_refusal(mode))


def read_mark() -> str:
    """`demo`, `bench`, or empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        )
        (comment,) = cursor.fetchone()
    return (comment or "").removeprefix("doudi ") if comment else ""


def _refusal(mode: str) -> str:
    return (
        f"这个数据库不是 {mode} 建立的，不能以 {mode} 方式打开。"
        f" This database was not made by the {mode}: unset DATABASE_URL or give an empty one."
    )
