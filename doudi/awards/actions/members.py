"""Who joined or left the household with a confirmed change; the next computation counts them."""

from datetime import date, datetime

from doudi.audit.actions import record
from doudi.awards.guards import changes as guards
from doudi.awards.models import Change
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.people.actions.households import join, leave
from doudi.people.actions.persons import register
from doudi.people.models import Membership, Person


@action
def take_in(
    *,
    change: Change,
    name: str,
    relation: str,
    joined_on: date,
    sex: str = "",
    born_on: date | None = None,
    number: str = "",
    by: Officer,
    at: datetime,
) -> Membership:
    """Registers who came, or finds who is known by that number, as a member from that day on.

    Raises Refusal for an unreadable number and for somebody who lives in another household.
    """
    held = _held(change)
    guards.check_can_take_in(by, held, day_of(at), joined_on=joined_on)
    person = register(name=name, sex=sex, born_on=born_on, number=number or None, by=by, at=at)
    made = join(
        household=held.award.household, person=person, relation=relation, on=joined_on, by=by, at=at
    )
    if held.person is None:
        held.person = person
        held.save(update_fields=["person"])
    record(by=by, at=at, verb="take_in", noun="change", key=held.pk, person=person.pk)
    return made


@action
def let_go(*, change: Change, person: Person, left_on: date, by: Officer, at: datetime) -> None:
    """`left_on` is the first day on which the person lives there no more."""
    held = _held(change)
    guards.check_can_let_go(by, held, day_of(at), left_on=left_on)
    leave(household=held.award.household, person=person, on=left_on, by=by, at=at)
    record(by=by, at=at, verb="let_go", noun="change", key=held.pk, person=person.pk)


def _held(change: Change) -> Change:
    rows = Change.objects.select_for_update(of=("self",))
    return rows.select_related("award__place", "award__household", "person").get(pk=change.pk)
