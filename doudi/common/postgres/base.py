"""Django's PostgreSQL, with room for every statement that the pages ask, none of them compiled.

The driver keeps 100 prepared statements a connection. One application's way from first form to
decision asks some 300 different ones: they would push each other out, and be planned anew.

A server compiles what it thinks dear (`jit`), and it thinks so of every list that asks whether
something is not there: of the 231 ms of the county's visits, 165 went into the compiler.
"""

from typing import Any

from django.db.backends.postgresql import base

KEPT_STATEMENTS = 1000


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        given = super().get_connection_params()
        return given | {"options": f"{given.get('options', '')} -c jit=off".strip()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        made.prepared_max = KEPT_STATEMENTS
        return made
