"""Telling a database that went away from work that is at fault."""

import psycopg
from django import db
from procrastinate.utils import causes

_LOST = (db.OperationalError, db.InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


def is_lost(error: BaseException | None) -> bool:
    """Also where the lost connection led to another error, as within a transaction."""
    return any(isinstance(one, _LOST) for one in causes(error))
