"""Planned and recorded visits for tests."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.people.models import Household
from doudi.people.queries import members
from doudi.visits import actions
from doudi.visits.models import Plan, Visit
from doudi.visits.rules import SIGNATURES, Told
from tests.factories import accounts, pictures

SPACE = UUID("018f0000-0000-7000-8000-000000000000")
Delivery = Callable[[], object]


def made_id(*words: object) -> UUID:
    """The id that a device would have made, the same in each run."""
    return uuid5(SPACE, "/".join(map(str, words)))


def pair(made: Household) -> tuple[Officer, Officer]:
    return (
        accounts.officer("town_investigator", made.place),
        accounts.officer("town_investigator", made.place),
    )


def plan(
    made: Household, first: Officer, second: Officer, at: datetime, visit_on: date | None = None
) -> Plan:
    day = visit_on or day_of(at)
    return actions.plan(
        household=made, purpose="dibao", first=first, second=second, visit_on=day, due_on=day,
        by=first, at=at,
    )  # fmt: skip


def required(planned: Plan, on: date) -> list[tuple[str, int | None, Any]]:
    """The least that a family can be asked, answered."""
    persons = [m.person.pk for m in members(planned.household, on)]
    found: list[tuple[str, int | None, Any]] = []
    for person in persons:
        found += [("card_seen", person, True), ("lives_with", person, True)]
    return [
        *found,
        ("phone_own", None, True),
        ("home_kind", None, "own"),
        ("vehicle_seen", None, False),
        ("consistent", None, "same"),
    ]


def deliveries(
    planned: Plan,
    by: Officer,
    at: datetime,
    answers: list[tuple[str, int | None, Any]] | None = None,
) -> list[Delivery]:
    """All that a device sends for one visit, each part by itself, to be called in any order."""
    visit = made_id("visit", planned.pk)
    same = {"plan": planned, "visit": visit, "recorded_at": at, "by": by, "at": at}
    told = answers if answers is not None else required(planned, day_of(at))
    found: list[Delivery] = [lambda: actions.start_visit(met="刘桂英", **same)]
    for code, person, value in told:
        one = Told(made_id(planned.pk, code, person), code, person, value)
        found.append(lambda one=one: actions.record_answers(answers=[one], **same))
    for kind in ("photo", *SIGNATURES):
        content = pictures.jpeg() if kind == "photo" else pictures.png()
        found.append(
            lambda kind=kind, content=content: actions.add_evidence(
                evidence=made_id(planned.pk, kind), kind=kind, content=content, **same
            )
        )
    return found


def finished(made: Household, at: datetime) -> Visit:
    first, second = pair(made)
    planned = plan(made, first, second, at)
    for deliver in deliveries(planned, first, at):
        deliver()
    return actions.finish(visit=Visit.objects.get(plan=planned), by=second, at=at)
