"""Answers that one request asks for again and again, kept until it ends and never longer.

Outside a request (tasks, commands, tests that call actions) nothing is kept. What a form writes
ends what was read from the same table, but for the answers of `remembered`.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")

_READS = ("SELECT", "SAVEPOINT", "RELEASE", "NOTIFY")
_NAMES = re.compile(r'"(\w+)"|\b(?:FROM|JOIN)\s+(\w+)', re.IGNORECASE)
_WRITTEN = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@dataclass
class _Answer:
    said: Any
    read: frozenset[str]


@dataclass
class _Memory:
    kept: dict[Any, Any] = field(default_factory=dict)
    until_written: dict[Any, _Answer] = field(default_factory=dict)
    looking: list[set[str]] = field(default_factory=list)
    """What the answers under way have read, the innermost last."""

    def watch(self, execute: Any, sql: Any, *given: Any) -> Any:
        """Of each statement: a write may change what was read from its table, and a lock that was
        waited for or an undone step may change everything."""
        answer = execute(sql, *given)
        if self.looking or self.until_written:
            self._note(str(sql))
        return answer

    def _note(self, sql: str) -> None:
        verb, _, rest = sql.lstrip().partition(" ")
        if verb.upper() not in _READS:
            self._written(_WRITTEN.match(sql))
        elif " FOR " in rest or "advisory" in rest:
            self.until_written.clear()
        elif self.looking:
            self.looking[-1] |= _read(sql)

    def _written(self, found: re.Match[str] | None) -> None:
        stays = {} if found is None else self.until_written
        table = found[1] if found else ""
        self.until_written = {key: one for key, one in stays.items() if table not in one.read}

    def keep(self, key: Any, look: Callable[[], Any]) -> Any:
        if key not in self.kept:
            self.kept[key] = look()
        return self.kept[key]

    def answer(self, key: Any, look: Callable[[], Any]) -> Any:
        """Kept until one of the tables is written that it, or an answer it asked for, read."""
        found = self.until_written.get(key)
        if found is None:
            self.looking.append(set())
            try:
                said = look()
            finally:
                read = self.looking.pop()
            found = self.until_written[key] = _Answer(said, frozenset(read))
        if self.looking:
            self.looking[-1] |= found.read
        return found.said


@lru_cache(maxsize=4096)
def _read(sql: str) -> frozenset[str]:
    """The tables that a statement reads, among other names in it."""
    return frozenset(quoted or plain for quoted, plain in _NAMES.findall(sql))


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
    return _asked(function, _Memory.keep)


def remembered_until_written(function: Callable[P, T]) -> Callable[P, T]:
    """For queries about what forms change: kept until a table that they read is written.

    Plain arguments; what it answers holds rows, no QuerySet still to be asked.
    """
    return _asked(function, _Memory.answer)


def _asked(
    function: Callable[P, T], by: Callable[[_Memory, Any, Callable[[], T]], T]
) -> Callable[P, T]:
    @wraps(function)
    def once(*args: P.args, **kwargs: P.kwargs) -> T:
        memory = _memory.get()
        if memory is None:
            return function(*args, **kwargs)
        key = _key(function, args, kwargs)
        return by(memory, key, lambda: function(*args, **kwargs))

    return once


def _key(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """With the language: what an answer names is in that of who asked, letters in Chinese."""
    return (function, get_language(), args, tuple(kwargs.items()))
