"""Where a family stands on the way from asking to being paid, and why it may ask for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import yaml

from doudi.policies.rules.registry import PROGRAMMES, programmes, rule_for


@dataclass(frozen=True)
class Standing:
    """What is known of a request, each a plain yes or no."""

    submitted: bool
    accepted: bool
    visited: bool
    posted: bool
    decided: bool
    paid: bool


def steps_done(standing: Standing) -> int:
    """How many of the stations lie behind: the first open one is where the family is."""
    stations = (
        standing.submitted,
        standing.accepted,
        standing.visited,
        standing.posted,
        standing.decided,
        standing.paid,
    )
    return next((n for n, done in enumerate(stations) if not done), len(stations))


@dataclass(frozen=True)
class Told:
    """What travels in the signed form: the screen shown `now`, its list of facts, the answers.

    `order` are the screens answered on this way; `said` also keeps the answers of screens that the
    family went back over, so that they need not be typed again.
    """

    now: str
    asks: Sequence[str] = ()
    order: Sequence[str] = ()
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Any]:
        return {screen: self.said[screen] for screen in self.order}

    def at(self, screen: str, asks: Sequence[str]) -> "Told":
        """About to be asked the next screen."""
        return replace(self, now=screen, asks=asks)

    def with_answer(self, answer: Mapping[str, Any]) -> "Told":
        order = [one for one in self.order if one != self.now]
        return replace(self, order=[*order, self.now], said={**self.said, self.now: answer})

    def before(self) -> "Told":
        """The screen before this one, its answer kept."""
        if not self.order:
            return self
        asked = self.said[self.order[-1]].get("asked", ())
        return replace(self, now=self.order[-1], order=self.order[:-1], asks=asked)


# criteria whose rule names no question, or that say nothing to a family: it has members
ASKED = {
    "dibao.1": "", "edge.1": "", "rigid.1": "",
    "dibao.2": "income", "edge.4": "sorted", "rigid.4": "sorted",
    "dibao_single.4": "sorted", "dibao_single.5": "sorted",
    **{f"dibao.{number}": "asset" for number in range(3, 10)},
}  # fmt: skip


def asked_by(programme: str, criterion: str, on: date) -> str:
    """The code of the question that decides a criterion, "" if none does."""
    file = rule_for(programme, on)
    rules = file.rule().criteria if file else ()
    found = next((one.asks for one in rules if one.id == criterion), "")
    return ASKED.get(criterion, found)


def question(programme: str, code: str) -> str:
    """A question of a programme as it is asked, "" if it has no such question."""
    return _questions(programme).get(code, "")


def said_of(programme: str, name: str) -> Mapping[str, str]:
    """What a programme says of its own questions: `why` or `why_not` by question."""
    return {one["code"]: one[name] for one in _listed(programme) if name in one}


@cache
def ticks() -> Mapping[str, str]:
    """The sentence to tick for each yes-or-no fact, as the programmes that ask for it word it."""
    found: dict[str, str] = {}
    for programme in programmes():
        for one in _listed(programme):
            if "tick" in one:
                found.setdefault(one["field"].removeprefix("members."), one["tick"])
    return found


def _questions(programme: str) -> dict[str, str]:
    return {one["code"]: one["ask"] for one in _listed(programme)}


@cache
def _listed(programme: str) -> Sequence[Mapping[str, str]]:
    path = PROGRAMMES / programme / "questions.yaml"
    found: Sequence[Mapping[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))[
        "questions"
    ]
    return found
