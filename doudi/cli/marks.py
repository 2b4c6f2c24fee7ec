"""Which database a trial may run on: only one that the demo or the bench made itself.

The mark is the table `demo_stamp`, which no migration makes: a city's database never has it. It
also holds the offset of the demo's clock (`doudi.common.clock`).
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from doudi.cli.serve import LOOPBACK, public_sentence

MARKED_MODES = ("demo", "bench")


class WrongDatabase(Exception):
    """A trial was started on a database that it did not make."""


class PublicAddress(Exception):
    """A trial was started for others than the users of this machine."""


def mark_if_new(mode: str) -> None:
    """Mark an empty database as made by this trial; refuse one that has tables and no mark."""
    if read_mark() == mode:
        _clear_if_half_loaded()
    if read_mark() != mode:
        _mark(mode)
    list_families()


def _mark(mode: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise WrongDatabase(_refusal(mode))
        stamp(mode)


def stamp(mode: str) -> None:
    """The mark itself, whatever the database holds: for who has just made it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE demo_stamp (mode text NOT NULL, loaded boolean NOT NULL,"
            " clock_offset_seconds bigint NOT NULL)"
        )
        cursor.execute("INSERT INTO demo_stamp VALUES (%s, false, 0)", [mode])


def list_families() -> None:
    """Where the demo notes which of its families are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS demo_family"
            " (number integer PRIMARY KEY, town text NOT NULL, state text NOT NULL)"
        )


def note_loaded() -> None:
    """From now on the database holds what a person did in the trial, and is never cleared."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE demo_stamp SET loaded = true")


def _clear_if_half_loaded() -> None:
    """A load that was killed left half of it, and nobody has been served yet: begin anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT loaded FROM demo_stamp")
        if not cursor.fetchone()[0]:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


def check_mode() -> None:
    """To be called by every process that serves or works; a live one passes freely."""
    mode = settings.DOUDI_MODE
    if mode not in MARKED_MODES:
        return
    if public := [host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK]:
        raise PublicAddress(public_sentence(public[0]))
    if read_mark() != mode:
        raise WrongDatabase(_refusal(mode))


def shift_clock(by: timedelta) -> None:
    """Moves the trial's clock; raises `WrongDatabase` for a database that no trial made."""
    if settings.DOUDI_MODE not in MARKED_MODES or read_mark() != settings.DOUDI_MODE:
        raise WrongDatabase(
            "只有演示和压测的钟可以拨动。 Only the clock of a demo or a bench can be moved."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE demo_stamp SET clock_offset_seconds = clock_offset_seconds + %s",
            [round(by.total_seconds())],
        )


def read_mark() -> str:
    """`demo`, `bench`, or empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('demo_stamp') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute("SELECT mode FROM demo_stamp")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _refusal(mode: str) -> str:
    return (
        f"这个数据库不是 {mode} 建立的，不能以 {mode} 方式打开。"
        f" This database was not made by the {mode}: unset DATABASE_URL or give an empty one."
    )
