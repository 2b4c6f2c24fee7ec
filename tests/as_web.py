"""Runs each request of the test client under the web role, on the connection of the test."""

from collections.abc import Callable

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse

from doudi.cli.roles import WEB, role


class AsWeb:
    """Outermost. Speaks to the driver: tests count the queries that pages ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.ensure_connection()
        raw = connection.connection
        owner = str(raw.execute("SELECT session_user").fetchone()[0])
        raw.execute(f'SET ROLE "{role(owner, WEB)}"')
        try:
            return self.get_response(request)
        finally:
            if connection.connection is raw and not raw.closed:
                _back(raw)


def _back(raw: psycopg.Connection) -> None:
    try:
        raw.execute("RESET ROLE")
    except psycopg.errors.InFailedSqlTransaction:
        """The rollback takes the role back with it."""
