"""Who acts. Every action takes one of these as `by`; only an Officer may refuse, cut or stop."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Officer:
    """A named person acting from a post held today."""

    user_id: int
    post_id: int
    office_id: int
    duty: str
    name: str


@dataclass(frozen=True)
class Citizen:
    """A person signed in on the portal. `level` 0: answered a code; 1: known to an officer.

    `session` is the keyed hash of this sign-in: level 0 sees only what was typed in it.
    """

    user_id: int
    level: int
    session: str


@dataclass(frozen=True)
class System:
    """A task. It can remind, compute and draft; it can take nothing from anybody."""

    task: str


Actor = Officer | Citizen | System
