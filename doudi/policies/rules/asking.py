"""Which screen of the self-assessment comes next: the one that decides most.

Each service whose verdict is still open votes for the screens that could close it. A screen that
is the only one missing gets the whole vote, one of several its share. A long list of yes-or-no
facts counts as several screens. No more than `MOST` screens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.policies.rules.answers import Answers, case_of_answers
from doudi.policies.rules.cases import Case
from doudi.policies.rules.catalogue import Service, services
from doudi.policies.rules.open_facts import Fact, Laws, Read, laws
from doudi.policies.rules.parameters import Bundle
from doudi.policies.rules.registry import about
from doudi.policies.rules.unknown import UNKNOWN

FIRST = ("place", "members")
SCREENS = (
    *FIRST, "health", "situation", "work", "money", "asset", "expense", "supporters", "event",
    "needs",
)  # fmt: skip
MOST = 12
HEADLINE = "dibao"
WEIGHT = {HEADLINE: 4}
CASH, SERVICE = 2, 1
# How far one answer goes: most families earn above the line; no event shortens the last list.
PULL = {"work": 3, "money": 2, "event": 2}
SHORT_LIST = 4  # so many yes-or-no facts are as much to read as another screen

MEMBER = {
    "disability_kind": "health", "disability_level": "health", "illness": "health",
    "care_months": "health", "employment": "work", "absence": "situation",
    "lives_with": "situation", "cannot_live_alone": "situation", "receives": "situation",
    "father": "situation", "mother": "situation", "father_months": "situation",
    "mother_months": "situation",
}  # fmt: skip
INCOME = {"wage": "work", "business": "work"}


@dataclass(frozen=True)
class Step:
    """Where a family stands: the screen to show next ("": none), and what is known by now.

    `unlikely` says that dibao is out by these answers; `asks` are the codes of the yes-or-no facts
    that are still open, in order; `open_services` how many services have no answer yet.
    """

    screen: str
    unlikely: bool
    asks: tuple[str, ...]
    open_services: int


def programmes() -> tuple[str, ...]:
    """The programmes of the catalogue of services, each once."""
    return tuple(dict.fromkeys(code for one in services() for code in one.programmes))


def laws_at(bundle: Bundle, on: date) -> Laws:
    """The laws of all services at a place on a day. Raises `ParameterFault`."""
    return laws(programmes(), bundle, on)


def next_step(said: Answers, bundle: Bundle, on: date) -> Step:
    """What to ask a family that has answered these screens. `on` is a Beijing date."""
    for screen in FIRST:
        if screen not in said:
            return Step(screen, False, (), len(services()))
    case = case_of_answers(said, on)
    read = laws_at(bundle, on).read(case)
    opened = {one.number: _open(one, read) for one in services()}
    asks = _asks(fact for facts in opened.values() for fact in facts)
    votes = _votes(opened, case, said)
    votes["needs"] = votes.get("needs", 0) / max(1, len(asks) / SHORT_LIST)
    chosen = max(SCREENS, key=lambda one: votes.get(one, 0)) if any(votes.values()) else ""
    left = len(said) < MOST
    return Step(
        screen=chosen if left else "",
        unlikely=read.verdict(HEADLINE) is False,
        asks=asks,
        open_services=sum(bool(facts) for facts in opened.values()),
    )


def _open(one: Service, read: Read) -> frozenset[Fact]:
    """The open facts of a service; one programme of it that is met is enough."""
    if any(read.verdict(code) is True for code in one.programmes):
        return frozenset()
    facts = (read.open_facts(code) for code in one.programmes if read.verdict(code) is UNKNOWN)
    return frozenset().union(*facts)


def _votes(opened: Mapping[int, frozenset[Fact]], case: Case, said: Answers) -> dict[str, float]:
    votes: defaultdict[str, float] = defaultdict(float)
    for one in services():
        wanted = {screen_of(fact, case) for fact in opened[one.number]} - set(said) - {""}
        for screen in wanted:
            votes[screen] += weight(one) * PULL.get(screen, 1) / len(wanted)
    return votes


def weight(one: Service) -> int:
    """How much an open service counts: dibao most, then what gives money or a status."""
    gives = {about(code).gives for code in one.programmes}
    plain = SERVICE if gives == {"service"} else CASH
    return max(WEIGHT.get(code, plain) for code in one.programmes)


def screen_of(fact: Fact, case: Case) -> str:
    """The screen on which a fact is asked, "" if no screen asks for it."""
    if "." in fact.name:
        return "needs"
    if fact.grain == "case":
        return "event" if fact.name.startswith("event") else ""
    if fact.grain == "member":
        return MEMBER.get(fact.name, "")
    if fact.grain == "supporter":
        return "supporters"
    item = case.items[fact.row]
    if item.kind == "income":
        return INCOME.get(item.class_, "money")
    return item.kind


def _asks(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(sorted({fact.name for fact in facts if "." in fact.name}))
