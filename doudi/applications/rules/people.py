"""What a family says about one of its members."""

from dataclasses import dataclass
from typing import Any

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Condition:
    """Codes of `policies.rules.schema`; "unknown" where the family does not know.

    `disability_kind` "none": no certificate.
    """

    student: str = "none"
    disability_kind: str = "none"
    disability_level: int | str = UNKNOWN
    illness: str = "none"

    def facts(self) -> dict[str, Any]:
        """Attribute code → value; None where it is not known."""
        return {
            "person.student": _known(self.student),
            "person.illness": _known(self.illness),
            "person.disability": self._disability(),
        }

    def _disability(self) -> dict[str, Any] | None:
        if self.disability_kind == UNKNOWN:
            return None
        if self.disability_kind == "none":
            return {"kind": "none"}
        return {"kind": self.disability_kind, "level": self.disability_level}


NOT_ASKED = Condition(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)


def _known(code: str) -> str | None:
    return None if code == UNKNOWN else code


def condition_of(facts: dict[str, Any]) -> Condition:
    """Back from the facts, to fill a form again."""
    disability = facts.get("person.disability", UNKNOWN)
    kind = disability["kind"] if isinstance(disability, dict) else UNKNOWN
    level = disability.get("level", UNKNOWN) if isinstance(disability, dict) else UNKNOWN
    return Condition(
        student=facts.get("person.student", UNKNOWN),
        disability_kind=kind,
        disability_level=level,
        illness=facts.get("person.illness", UNKNOWN),
    )
