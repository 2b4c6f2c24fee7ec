"""Indexes away while rows by the million are copied, and built again in one go at the end.

Kept are those that a foreign key of another table leans on. What is unique is found to be so when
its index is built; a fill that breaks off leaves a database to be dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

_SIDE_INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text,
       coalesce(quote_ident(c.conname), ''), pg_get_indexdef(i.indexrelid),
       coalesce(pg_get_constraintdef(c.oid), '')
FROM pg_index i
LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'x')
WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisprimary
AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.conindid = i.indexrelid AND f.contype = 'f')
ORDER BY 1, 2
"""


@dataclass
class Index:
    table: str
    name: str
    constraint: str  # the one it belongs to, else empty
    definition: str
    constraint_definition: str

    @property
    def drop(self) -> str:
        if self.constraint:
            return f"ALTER TABLE {self.table} DROP CONSTRAINT {self.constraint}"
        return f"DROP INDEX {self.name}"

    @property
    def build(self) -> str:
        if self.constraint:
            return (
                f"ALTER TABLE {self.table} ADD CONSTRAINT {self.constraint}"
                f" {self.constraint_definition}"
            )
        return self.definition


@contextmanager
def without_indexes(tables: Iterable[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_SIDE_INDEXES, [list(tables)])
        aside = [Index(*row) for row in cursor.fetchall()]
        with transaction.atomic():  # what an outer transaction still has to check bars the drop
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for one in aside:
            cursor.execute(one.drop)
    yield
    with connection.cursor() as cursor:
        for one in aside:
            cursor.execute(one.build)
