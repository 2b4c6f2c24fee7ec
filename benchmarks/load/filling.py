"""Fills a database with copies of what was really played, by SQL: for lists and for load.

Every row of every table but the ground (places, offices, officers, law, jobs, sessions, seals) is
copied so many times. Keys are shifted, and so is what points at them; what has to be unique (blind
indexes, numbers, codes) is made different. So copies have the sizes, spread and links of real
ones; they share names, amounts, dates and the content of files, and what is sealed in them
(numbers, telephones) cannot be opened. Nobody plays on with a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from benchmarks.load.bulk import without_indexes

GROUND = (
    "django_", "auth_", "procrastinate_", "account_", "socialaccount_", "mfa_", "demo_",
    "policies_", "audit_seal", "audit_leaf", "journal_cursor",
)  # fmt: skip
OFFICES = ("accounts_place", "accounts_office", "accounts_department", "accounts_jurisdiction",
           "accounts_power", "accounts_post", "decisions_drawkey", "people_kin")  # fmt: skip
SOFT = ("key", "owner_key", "source_key")  # text that holds another table's key
CHUNK = 500
WHOLE = ("smallint", "integer", "bigint")
TEXT = ("character varying", "text")

_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL), a.attgenerated <> '',
       coalesce(f.confrelid::regclass::text, ''), coalesce(a.attnum = ANY(p.conkey), false),
       CASE WHEN a.atttypmod > 0 THEN a.atttypmod - 4 ELSE 32 END
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p'
WHERE c.relkind = 'r' ORDER BY c.relname, a.attnum
"""
_UNIQUE = """
SELECT i.indrelid::regclass::text, array_agg(a.attname ORDER BY a.attnum)
FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indisunique AND NOT i.indisprimary GROUP BY i.indexrelid, i.indrelid
"""
# The journal's copies are nobody's to read: their readers stand behind the last of them.
_READ_ALL = """
UPDATE journal_cursor SET (xid, entry) = (
    SELECT xid, id FROM journal_entry ORDER BY xid DESC, id DESC LIMIT 1
)
WHERE EXISTS (SELECT 1 FROM journal_entry)
"""


@dataclass
class Column:
    name: str
    type: str
    target: str  # the table it points at, else empty
    primary: bool
    length: int


@dataclass
class Table:
    """One table to be copied; rows with a whole-number key from `low` on up to `high`."""

    name: str
    columns: list[Column] = field(default_factory=list)
    unique: list[list[str]] = field(default_factory=list)
    low: int = 0
    high: int = 0

    @property
    def key(self) -> Column | None:
        found = [one for one in self.columns if one.primary]
        return found[0] if len(found) == 1 else None

    @property
    def numbered(self) -> bool:
        return self.key is not None and self.key.type in WHOLE and not self.key.target


def fill(copies: int) -> int:
    """Makes so many copies of all that is there; gives the number of rows. Commits by parts."""
    tables = _tables()
    _set_aside(table for table in tables.values() if not table.numbered)
    total = 0
    with without_indexes(tables):
        for first in range(1, copies + 1, CHUNK):
            total += _copy(tables, first, min(copies, first + CHUNK - 1))
    with connection.cursor() as cursor:
        for table in tables.values():
            _move_sequence(cursor, table)
        cursor.execute(_READ_ALL)
    return total


def _copy(tables: Mapping[str, Table], first: int, last: int) -> int:
    total = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables.values():
            cursor.execute(_role_for(table))
            cursor.execute(_insert(table, tables), [first, last])
            total += cursor.rowcount
    return total


def _role_for(table: Table) -> str:
    """Without triggers, also those of foreign keys, which are shifted with what they point at.

    So copied entries stay in their sealed transactions: stamped anew, one seal would take them
    all. The journal's are stamped, as its readers go by it. Needs a superuser, as which a bench's
    own server is asked.
    """
    role = "origin" if table.name == "journal_entry" else "replica"
    return f"SET LOCAL session_replication_role = {role}"


def _set_aside(tables: Iterable[Table]) -> None:
    """Rows without a number do not tell theirs from their copies: the first part is kept apart."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'DROP TABLE IF EXISTS pg_temp."{table.name}_played"')
            cursor.execute(
                f'CREATE TEMP TABLE "{table.name}_played" AS'
                f' SELECT * FROM "{table.name}"{_not_yet_copied(table)}'
            )


def analyse() -> None:
    """Statistics for the planner, as autovacuum would have them by the time of so many rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _tables() -> dict[str, Table]:
    found: dict[str, Table] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for name, column, kind, generated, target, primary, length in cursor.fetchall():
            if name.startswith((*GROUND, *OFFICES)):
                continue
            table = found.setdefault(name, Table(name))
            if not generated:
                table.columns.append(Column(column, kind, target, primary, length))
        cursor.execute(_UNIQUE)
        for name, columns in cursor.fetchall():
            if name in found:
                found[name].unique.append(columns)
        for table in found.values():
            if table.numbered:
                _measure(cursor, table)
    return found


def _measure(cursor, table: Table) -> None:  # type: ignore[no-untyped-def]
    """Officers are users too, and were hired before the first citizen: they stay."""
    key = table.key.name if table.key else ""
    if table.name == "accounts_user":
        cursor.execute("SELECT coalesce(min(id), 1) - 1 FROM accounts_user WHERE kind = 'citizen'")
        table.low = cursor.fetchone()[0]
    cursor.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table.name}"')
    table.high = max(cursor.fetchone()[0], table.low)


def _insert(table: Table, tables: Mapping[str, Table]) -> str:
    names = ", ".join(f'"{one.name}"' for one in table.columns)
    shifted = {one.name for one in table.columns if _moved(one, table, tables)}
    changed = set(shifted)
    for index in table.unique:
        if not changed.intersection(index):
            changed.add(_to_change(table, index))
    values = ", ".join(_value(one, table, tables, one.name in changed) for one in table.columns)
    source = f'"{table.name}_played" AS t'
    if table.numbered and table.key:
        where = f'"{table.key.name}" BETWEEN {table.low + 1} AND {table.high}'
        source = f'(SELECT * FROM "{table.name}" WHERE {where}) AS t'
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {values}'
        f" FROM {source}, generate_series(%s::bigint, %s::bigint) AS k"
    )


def _not_yet_copied(table: Table) -> str:
    """Copies of rows with a UUID are marked by its version digit, which real ones never have."""
    if table.key is None or table.key.type != "uuid":
        return ""
    return f" WHERE substr(\"{table.key.name}\"::text, 15, 1) <> 'f'"


def _moved(column: Column, table: Table, tables: Mapping[str, Table]) -> bool:
    return (column.primary and not column.target) or column.target in tables


def _to_change(table: Table, index: list[str]) -> str:
    """The last column of the index that may take another value."""
    kinds = {one.name: one for one in table.columns}
    free = [n for n in index if n in kinds and not kinds[n].target and kinds[n].type != "boolean"]
    return free[-1] if free else ""


def _value(column: Column, table: Table, tables: Mapping[str, Table], changed: bool) -> str:
    name = f't."{column.name}"'
    target = tables.get(column.target) or (table if column.primary else None)
    if column.type in WHOLE and target is not None and target.numbered:
        span = target.high - target.low
        return f"CASE WHEN {name} > {target.low} THEN {name} + k * {span} ELSE {name} END"
    if column.type == "uuid" and (changed or target is not None):
        return _uuid(name)
    if column.type in TEXT and column.name in SOFT:
        return (
            f"CASE WHEN {name} ~ '^[0-9]{{1,15}}$' THEN ({name}::bigint + k * 1000003)::text"
            f" WHEN {name} ~ '^[0-9a-f-]{{36}}$' THEN {_uuid(name)}::text ELSE {name} END"
        )
    if column.type == "bytea" and (changed or column.name.endswith("_index")):
        return f"sha256({name} || (':' || k)::bytea)"
    if not changed:
        return name
    if column.type in TEXT:
        return (
            f"CASE WHEN {name} = '' THEN '' ELSE left(md5({name} || ':' || k), {column.length}) END"
        )
    return f"{name} + k * 1000" if column.type in WHOLE else name


def _uuid(name: str) -> str:
    return f"overlay(md5({name}::text || ':' || k) placing 'f' from 13 for 1)::uuid"


def _move_sequence(cursor, table: Table) -> None:  # type: ignore[no-untyped-def]
    if not table.numbered or table.key is None:
        return
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.key.name])
    sequence = cursor.fetchone()[0]
    if sequence:
        cursor.execute(
            f'SELECT setval(%s, greatest((SELECT max("{table.key.name}") FROM "{table.name}"), 1))',
            [sequence],
        )
