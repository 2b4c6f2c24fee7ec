"""The transaction of an action."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.transaction import Atomic

F = TypeVar("F", bound=Callable[..., Any])


class _Action(Atomic):
    """A savepoint for the first of several actions in each other; the inner ones need none.

    A form that shows its refusal goes back to where its action began, never into the middle.
    """

    def _recreate_cm(self) -> "_Action":
        inner = any(isinstance(block, _Action) for block in connection.atomic_blocks)
        return _Action(DEFAULT_DB_ALIAS, not inner, False)


def action(function: F) -> F:
    """All or nothing. Within another action it is a part of it: whoever calls it there and goes on
    after its Refusal asks for a savepoint (`transaction.atomic`) around the call."""
    return _Action(DEFAULT_DB_ALIAS, True, False)(function)
