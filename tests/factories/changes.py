"""A change of an award with its stations, by calling actions."""

from dataclasses import dataclass
from datetime import date, datetime

from doudi.awards.actions import changes
from doudi.awards.models import Award, Change
from doudi.awards.queries.changes import matter_of, outcomes_of
from doudi.awards.tasks import handle
from doudi.common.clock import beijing
from doudi.decisions import actions as decisions_actions
from doudi.decisions.actions import matters
from doudi.decisions.models import Decision
from doudi.decisions.states import LESS, HearingWay
from doudi.people.models import Person
from doudi.people.queries import members
from tests.factories import awards, decisions
from tests.factories.trail import deliver

REPORTED = date(2026, 11, 10)
DECIDED = date(2026, 11, 18)


@dataclass(frozen=True)
class Family:
    """A family on aid with the officers of its place."""

    case: decisions.Case
    award: Award

    @property
    def husband(self) -> Person:
        found = members(self.award.household, date(2026, 9, 2))
        return next(one.person for one in found if one.relation == "spouse")


def family(**more: object) -> Family:
    """Two people; decided in September 2026, paid from October."""
    case, award = awards.granted(decisions.ready(**more) if more else None)
    return Family(case, award)


def earns(
    home: Family, fen: int, on: date = REPORTED, change: Change | None = None,
    person: Person | None = None,
) -> None:  # fmt: skip
    """A year's wage of one member, as an officer found it."""
    changes.state_found(
        change=change or reported(home, "income", on=on), attribute="income.wage",
        person=person or home.case.person, value={"code": "wage", "amount_fen": fen},
        source="用人单位", as_of=on, by=home.case.leader, at=beijing(on, 11),
    )  # fmt: skip


def reported(home: Family, reason: str, *, on: date = REPORTED, **more: object) -> Change:
    return changes.report(
        award=home.award, reason=reason, by=home.case.leader, at=beijing(on, 9), **more
    )  # type: ignore[arg-type]


def confirmed(
    home: Family, change: Change, event_on: date = REPORTED, person: Person | None = None,
    at: datetime | None = None,
) -> Change:  # fmt: skip
    return changes.confirm(
        change=change, event_on=event_on, person=person, by=home.case.leader,
        at=at or beijing(REPORTED, 10),
    )  # fmt: skip


def assessed(home: Family, change: Change, on: date = DECIDED) -> Change:
    return changes.assess(change=change, by=home.case.leader, at=beijing(on, 9))


def heard(home: Family, change: Change, on: date = DECIDED, way: str = HearingWay.IN_PERSON):
    return matters.hear(
        matter=matter_of(change), household=home.award.household, heard=home.case.person, way=way,
        held_on=on, told="按新的情况测算，金额会变。", said="没有意见。", by=home.case.leader,
        at=beijing(on, 10),
    )  # fmt: skip


def proposed(home: Family, change: Change, outcome: str = "", on: date = DECIDED) -> Decision:
    return changes.propose(
        change=change, outcome=outcome or outcomes_of(change, on)[0], reason="情况已经核实。",
        by=home.case.reviewer, at=beijing(on, 11),
    )  # fmt: skip


def decided(home: Family, decision: Decision, on: date = DECIDED) -> Decision:
    return decisions_actions.decide(decision=decision, by=home.case.decider, at=beijing(on, 15))


def applied(
    home: Family, change: Change, outcome: str = "", on: date = DECIDED, hear: bool = True
) -> Change:
    """Heard where it is less, proposed, decided, and picked up."""
    chosen = outcome or outcomes_of(change, on)[0]
    if chosen in LESS and hear:
        heard(home, change, on)
    decided(home, proposed(home, change, chosen, on), on)
    deliver(handle)
    change.refresh_from_db()
    home.award.refresh_from_db()
    return change
