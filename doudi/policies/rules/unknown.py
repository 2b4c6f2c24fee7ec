"""Unknown is a type: never 0, never false, never empty."""

from __future__ import annotations

from enum import Enum
from typing import Final, NoReturn


class Unknown(Enum):
    """The one value that says: nobody has answered this yet."""

    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("unknown is neither true nor false")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

Value = int | bool | str | Unknown
