"""Which families of the district are there: a table of the demo's own, which no migration makes.

The sign-in pages read it (`doudi.accounts.queries.demo`). Numbers above 0 are families; 0 is the
run that pays them.
"""

from collections.abc import Mapping

from django.db import connection


def begin(told: int, towns: Mapping[int, str]) -> None:
    """Notes the told ones as done and the others, family → name of its town, as waiting.

    What was left out is tried again; what is done stays done.
    """
    rows = [(number, "", "done") for number in range(1, told + 1)]
    rows += [(number, town, "waiting") for number, town in towns.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO demo_family (number, town, state) VALUES (%s, %s, %s)"
            " ON CONFLICT (number) DO UPDATE SET state = excluded.state"
            " WHERE demo_family.state <> 'done'",
            rows,
        )
        cursor.execute(
            "DELETE FROM demo_family WHERE state <> 'done' AND number > %s",
            [max((told, *towns))],
        )


def waiting() -> list[int]:
    return [row[0] for row in _ask("SELECT number FROM demo_family WHERE state = 'waiting'"
                                   " ORDER BY number")]  # fmt: skip


def note(number: int) -> None:
    """Within the transaction that made it."""
    _set(number, "done")


def leave_out(number: int) -> None:
    _set(number, "left_out")


def is_done(number: int) -> bool:
    return bool(_ask("SELECT 1 FROM demo_family WHERE number = %s AND state = 'done'", number))


def count() -> int:
    return int(_ask("SELECT count(*) FROM demo_family WHERE number > 0 AND state = 'done'")[0][0])


def left_out() -> int:
    return int(_ask("SELECT count(*) FROM demo_family WHERE state = 'left_out'")[0][0])


def _ask(statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def _set(number: int, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO demo_family (number, town, state) VALUES (%s, '', %s)"
            " ON CONFLICT (number) DO UPDATE SET state = excluded.state",
            [number, state],
        )
