"""`doudi keys index`: every number stands under the newest index key.

Beside web and worker, which find it under either key (`DOUDI_INDEX_ALSO`). What is compared with
each other (a family's numbers with those of officers' relatives, a sign-in's telephone with a
recorded one) changes in one transaction: nobody meets the one half. Until it ends, a form that
writes to these tables waits; all reading goes on.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from psycopg import sql

BATCH = 1000
Index = Callable[[Any, str], bytes]
Column = tuple[Any, str, Index]


def reindex() -> dict[str, int]:
    """`changed`: how many stood under another key; `unreadable`: how many no data key opens."""
    from django.db import transaction

    from doudi.audit.actions import record
    from doudi.common import clock
    from doudi.common.actors import System

    found = Counter[str]()
    for columns in compared():
        with transaction.atomic():
            _only_readers(columns)
            for column in columns:
                found += _rewrite(*column)
    if found["changed"]:
        record(
            by=System("keys"), at=clock.now(), verb="reindex", noun="index_key", key="newest",
            values=found["changed"],
        )  # fmt: skip
    return {name: found[name] for name in ("changed", "unreadable")}


def compared() -> list[list[Column]]:
    """Columns by what their values are compared with: the model, the name before `_index`, and
    how the index of a row is made."""
    from doudi.accounts.models import User
    from doudi.common.crypto import blind_index
    from doudi.messaging.models import Message
    from doudi.people.models import Contact, Identity, KinEntry, PayeeAccount
    from doudi.people.queries.persons import document_index

    def of(kind: str) -> Index:
        return lambda row, value: blind_index(kind, value)

    return [
        [
            (Identity, "number", lambda row, value: document_index(row.kind, value)),
            (KinEntry, "number", of("identity")),
        ],
        [(User, "phone", of("phone")), (Contact, "phone", of("phone"))],
        [(PayeeAccount, "number", of("account"))],
        [(Message, "address", of("phone"))],
    ]


def _only_readers(columns: list[Column]) -> None:
    from django.db import connection

    tables = sql.SQL(", ").join(sql.Identifier(model._meta.db_table) for model, *_ in columns)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(tables))


def _rewrite(model: Any, name: str, index: Index) -> Counter[str]:
    from django.db import connection

    names = (model._meta.db_table, f"{name}_index", model._meta.pk.column)
    update = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(*map(sql.Identifier, names))
    found = Counter[str]()
    wrong = _standing(model, name, index, found)
    with connection.cursor() as cursor:
        while rows := list(islice(wrong, BATCH)):
            cursor.executemany(update, rows)
            found["changed"] += len(rows)
    return found


def _standing(
    model: Any, name: str, index: Index, found: Counter[str]
) -> Iterator[tuple[bytes, Any]]:
    """The right index and the key of each row that stands under another one."""
    from doudi.common.crypto import Unreadable, unseal

    field = model._meta.get_field(f"{name}_sealed")
    held = model._base_manager.filter(**{f"{name}_index__isnull": False})
    for row in held.iterator(chunk_size=BATCH):
        try:
            value = unseal(field.context_of(row), getattr(row, field.name)).decode()
        except Unreadable:
            found["unreadable"] += 1
            continue
        right = index(row, value)
        if bytes(getattr(row, f"{name}_index")) != right:
            yield right, row.pk
