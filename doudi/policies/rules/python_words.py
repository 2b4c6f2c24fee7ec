"""Each word of the vocabulary for one family: plain integers, and unknown as a value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from doudi.policies.rules.cases import MASK_MONTHS
from doudi.policies.rules.unknown import UNKNOWN, Unknown, Value


def _plus(a: Any, b: Any) -> Any:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else a + b


def _minus(a: Any, b: Any) -> Any:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else a - b


def _times(a: Any, b: Any) -> Any:
    if a == 0 or b == 0:
        return 0
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else a * b


def _less(a: Any, b: Any) -> Any:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else a < b


def _equal(a: Any, b: Any) -> Any:
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else a == b


def _and(*parts: Value) -> Value:
    found: Value = True
    for part in parts:
        if part is False:
            return False
        if part is UNKNOWN:
            found = UNKNOWN
    return found


def _or(*parts: Value) -> Value:
    found: Value = False
    for part in parts:
        if part is True:
            return True
        if part is UNKNOWN:
            found = UNKNOWN
    return found


def _not(part: Value) -> Value:
    return UNKNOWN if part is UNKNOWN else part is False


def _listed(code: Value, codes: Value) -> Value:
    return UNKNOWN if code is UNKNOWN or codes is UNKNOWN else f"|{code}|" in str(codes)


def _known(part: Value) -> Value:
    return part is not UNKNOWN


def _choose(condition: Value, value: Value, otherwise: Value) -> Value:
    if condition is UNKNOWN:
        return value if value is not UNKNOWN and value == otherwise else UNKNOWN
    return value if condition is True else otherwise


def _known_or(part: Value, otherwise: Value) -> Value:
    return otherwise if part is UNKNOWN else part


def _largest(*parts: Value) -> Value:
    known = [int(part) for part in parts if not isinstance(part, str) and part is not UNKNOWN]
    return max(known) if len(known) == len(parts) else UNKNOWN


def _smallest(*parts: Value) -> Value:
    known = [int(part) for part in parts if not isinstance(part, str) and part is not UNKNOWN]
    return min(known) if len(known) == len(parts) else UNKNOWN


def _floor(over: Value, under: Value) -> Value:
    if over is UNKNOWN or under is UNKNOWN:
        return UNKNOWN
    top, bottom = int(over), int(under)
    return top // bottom if bottom > 0 else UNKNOWN


def _same(part: Value) -> Value:
    return part


def _months(mask: Value, now: Value, first: Value, last: Value) -> Value:
    if any(isinstance(one, Unknown) for one in (mask, now, first, last)):
        return UNKNOWN
    from_bit, until_bit = months_bits(int(now), int(first), int(last))  # type: ignore[arg-type]
    if until_bit <= from_bit:
        return 0
    inside = (1 << until_bit) - (1 << from_bit)
    return (int(mask) & inside).bit_count()  # type: ignore[arg-type]


def months_bits(now: int, first: int, last: int) -> tuple[int, int]:
    """The bits of a month mask from which and until before which the months lie."""
    return max(0, now - last), min(MASK_MONTHS, now - first + 1)


WORDS: dict[str, Callable[..., Value]] = {
    "plus": _plus,
    "minus": _minus,
    "times": _times,
    "less": _less,
    "equal": _equal,
    "and": _and,
    "or": _or,
    "not": _not,
    "listed": _listed,
    "known": _known,
    "choose": _choose,
    "known_or": _known_or,
    "largest": _largest,
    "smallest": _smallest,
    "floor": _floor,
    "months": _months,
    "same": _same,
}


# The same words where no part can be unknown: nobody looks for it then.
SURE_WORDS: dict[str, Callable[..., Any]] = {
    "plus": operator.add,
    "minus": operator.sub,
    "times": operator.mul,
    "less": operator.lt,
    "equal": operator.eq,
    "not": operator.not_,
    "choose": lambda condition, value, otherwise: value if condition else otherwise,
}


def _total(values: Sequence[Any]) -> Any:
    found = 0
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        found += value
    return found


def _known_total(values: Sequence[Any]) -> Any:
    return sum(value for value in values if value is not UNKNOWN)


def _most(values: Sequence[Value]) -> Value:
    return _largest(0, *values)


def _any(values: Sequence[Value]) -> Value:
    return _or(*values)


GATHER: dict[str, Callable[[Sequence[Value]], Value]] = {
    "total": _total,
    "known_total": _known_total,
    "most": _most,
    "any": _any,
}
