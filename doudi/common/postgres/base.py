"""Django's PostgreSQL, with room for every statement that the pages ask.

The driver keeps 100 prepared statements a connection. One application's way from first form to
decision asks some 300 different ones: they would push each other out, and be planned anew.
"""

from typing import Any

from django.db.backends.postgresql import base

KEPT_STATEMENTS = 1000


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        made.prepared_max = KEPT_STATEMENTS
        return made
