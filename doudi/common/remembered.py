"""Answers that one request asks for again and again, kept until it ends and never longer.

Outside a request (tasks, commands, tests that call actions) nothing is kept. What a form writes
ends what was kept until then, but for the answers of `remembered`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")


# Nothing that is kept is read from these: trail, journal and outbox grow with every action.
_BESIDE = ("audit_", "journal_", "messaging_")
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "NOTIFY")


@dataclass
class _Memory:
    kept: dict[Any, Any] = field(default_factory=dict)
    until_written: dict[Any, Any] = field(default_factory=dict)

    def watch(self, execute: Any, sql: Any, *given: Any) -> Any:
        """Of each statement: a write, or its undoing, may change what was answered before it."""
        answer = execute(sql, *given)
        if self.until_written and _writes(str(sql)):
            self.until_written.clear()
        return answer


def _writes(sql: str) -> bool:
    verb, _, rest = sql.lstrip().partition(" ")
    if verb.upper() in _READS:
        return " FOR " in rest or "advisory" in rest  # who waited may find something else
    return not any(f'"{table}' in rest[:24] for table in _BESIDE)


_memory: ContextVar[_Memory | None] = ContextVar("doudi_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """For one request."""
    memory = _Memory()
    token = _memory.set(memory)
    try:
        with connection.execute_wrapper(memory.watch):
            yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """For an action that changes what `remembered` queries answer while a form is carried out."""
    memory = _memory.get()
    if memory is not None:
        memory.kept.clear()
        memory.until_written.clear()


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """For queries about posts, places and the clock: forms too ask them once. Plain arguments."""
    return _kept(function, "kept")


def remembered_until_written(function: Callable[P, T]) -> Callable[P, T]:
    """For queries about what forms change: kept until something is written. Plain arguments."""
    return _kept(function, "until_written")


def _kept(function: Callable[P, T], where: str) -> Callable[P, T]:
    @wraps(function)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        memory = _memory.get()
        if memory is None:
            return function(*args, **kwargs)
        kept = getattr(memory, where)
        key = (function, args, tuple(kwargs.items()))
        if key not in kept:
            kept[key] = function(*args, **kwargs)
        found: T = kept[key]
        return found

    return once
