"""Awards that are looked in on: rechecks with their visit and check, quarters, offered jobs."""

from datetime import date, datetime
from uuid import uuid4

from doudi.awards.actions import offers, rechecks
from doudi.awards.models import Award, CheckIn, JobOffer, Recheck
from doudi.common.actors import Officer, System
from doudi.common.clock import beijing
from doudi.people.models import Login, Person
from doudi.verification.models import Check
from doudi.visits.models import Plan, Visit
from tests.factories import accounts

TASK = System("awards.test")
OPENED = date(2027, 8, 24)  # thirty days before 2027-09-22
VISITED = date(2027, 9, 1)


def recheck(award: Award, on: date = OPENED) -> Recheck:
    return rechecks.open_recheck(award=award, by=TASK, at=beijing(on, 6))


def visited(
    award: Award, on: date = VISITED, *, met: str = "刘桂英", purpose: str = "recheck",
    planned_on: date | None = None,
) -> Visit:  # fmt: skip
    """A finished visit of two new investigators, without its answers."""
    first, second = (accounts.post("town_investigator", award.place.code) for _ in range(2))
    plan = Plan.objects.create(
        household=award.household, purpose=purpose, checklist="dibao", first=first, second=second,
        visit_on=on, due_on=on, planned_at=beijing(planned_on or on, 8), planned_by=first,
        done_at=beijing(on, 16),
    )  # fmt: skip
    return Visit.objects.create(
        plan=plan, met=met, recorded_at=beijing(on, 15), received_at=beijing(on, 15),
        recorded_by=first, finished_at=beijing(on, 16),
    )  # fmt: skip


def checked(award: Award, on: date = VISITED) -> Check:
    verifier = accounts.post("verifier", award.place.code)
    return Check.objects.create(
        number=f"R{Check.objects.count():06d}", household=award.household, purpose="recheck",
        requested_at=beijing(on, 10), requested_by=verifier, due_on=on,
        reported_at=beijing(on, 17), reported_by=verifier, conclusion="within",
    )  # fmt: skip


def seen(award: Award, quarter: date, *, person: Person | None = None) -> CheckIn:
    """A check-in as the table keeps it, without the way it came in."""
    moment = beijing(quarter, 10)
    return CheckIn.objects.create(
        id=uuid4(), award=award, person=person or award.holder, quarter=quarter, way="self",
        seen_on=quarter, by_user=accounts.user(kind="citizen"), recorded_at=moment,
        received_at=moment,
    )  # fmt: skip


def offer(
    award: Award, number: int, *, person: Person | None = None, answer: str = "refused",
    good: bool | None = None, keeper: Officer | None = None, judge: Officer | None = None,
    at: datetime | None = None,
) -> JobOffer:  # fmt: skip
    """The `number`-th offer, a day after the one before; judged when `good` is said."""
    moment = at or beijing(date(2026, 10, 30), 9)
    made = offers.note_offer(
        award=award, person=person or award.holder, offered_on=date(2026, 10, number),
        offer="超市理货员", record_number=f"JY{number:04d}", answer=answer,
        reason="路太远" if answer == "refused" else "",
        by=keeper or accounts.officer("town_acceptor", award.place), at=moment,
    )  # fmt: skip
    if good is None:
        return made
    leader = judge or accounts.officer("town_leader", award.place)
    return offers.judge_reason(offer=made, good=good, why="有班车", by=leader, at=moment)


def login(award: Award, person: Person | None = None):
    """A citizen known as the holder, or as this person."""
    who = accounts.citizen(1)
    Login.objects.create(
        user_id=who.user_id, person=person or award.holder, linked_at=beijing(date(2026, 9, 1))
    )
    return who
