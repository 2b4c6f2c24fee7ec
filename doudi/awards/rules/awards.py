"""What an award is made of, from the assessment that was decided on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """A component to be granted: fen a month; `member` is a case's member id or None."""

    kind: str
    member: str | None
    amount_fen: int


def parts(result: Mapping[str, Any]) -> list[Part]:
    """The base of the household and each member's extra; a status without money is one part.

    Raises ValueError for a result whose amount is unknown: nothing can be granted from it.
    """
    base = result["base_fen"]
    if result["amount_fen"] == 0:  # also granted against the rule, with a reason: status alone
        return [Part("none", None, 0)]
    if result["amount_fen"] is None or base is None:
        raise ValueError("an unknown amount cannot be granted")
    extras = [
        Part("extra", member["id"], member["extra_fen"])
        for member in result["members"]
        if member["counted"] and member["extra_fen"]
    ]
    return [Part("base", None, base), *extras] if base else extras


def counted(result: Mapping[str, Any]) -> list[str]:
    """Ids of the members whom the unit counts: the beneficiaries."""
    return [member["id"] for member in result["members"] if member["counted"]]
