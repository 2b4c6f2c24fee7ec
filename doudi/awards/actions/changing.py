"""Changes that come up by themselves, and the move of a family to another place."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import office_for
from doudi.accounts.states import Act
from doudi.audit.actions import record
from doudi.awards.actions.changes import open_by_itself, report
from doudi.awards.guards import changes as guards
from doudi.awards.models import Award, AwardPlace, Change
from doudi.awards.queries.changes import Exit, by_matter
from doudi.awards.rules.changes import next_month
from doudi.awards.states import ChangeReason, ChangeState, State
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.decisions.models import Decision
from doudi.journal.actions import note
from doudi.people.actions.households import move_household
from doudi.people.models import Person


@action
def open_after_death(*, person_id: int, by: Actor, at: datetime) -> list[Change]:
    """Each award that the dead person had a part in is looked at again, once for each death."""
    person = Person.objects.get(pk=person_id)
    rows = Award.objects.filter(beneficiaries__person=person).exclude(state=State.ENDED)
    found = []
    for award in rows.select_related("place", "household").distinct():
        open_ = award.changes.filter(reason=ChangeReason.DEATH, person=person)
        if person.died_on is None or open_.exclude(state=ChangeState.CLOSED).exists():
            continue
        found.append(
            open_by_itself(
                award=award,
                reason=ChangeReason.DEATH,
                person=person,
                event_on=person.died_on,
                source_key=f"died:{person.pk}:{person.died_on}",
                by=by,
                at=at,
            )  # fmt: skip
        )
    return found


@action
def open_after_annulment(*, decision: Decision, by: Actor, at: datetime) -> Change | None:
    """A review took a change back: it is put before a person again, as a correction."""
    known = by_matter(decision.matter)
    if known is None or known.state != ChangeState.APPLIED:
        return None
    return open_by_itself(
        award=known.award, reason=ChangeReason.CORRECTION, person=known.person,
        event_on=known.event_on, source_key=f"annulled:{decision.pk}", by=by, at=at,
    )  # fmt: skip


@action
def open_exit_end(*, exit_: Exit, by: Actor, at: datetime) -> Change:
    """A proposal to look again appears by itself; nothing ends by itself."""
    return open_by_itself(
        award=exit_.change.award, reason=ChangeReason.GRADUAL_EXIT, event_on=exit_.due_from,
        source_key=f"gradual_exit:{exit_.change.pk}", by=by, at=at,
    )  # fmt: skip


@action
def move(
    *,
    award: Award,
    to_place: Place,
    moved_on: date,
    registration: str,
    address: str = "",
    by: Officer,
    at: datetime,
) -> Change:
    """Moved in month m: the old place pays m, the new one from m+1; known late, from the month
    after it is recorded. The new office finds the change in its tray and computes it again."""
    on = day_of(at)
    held = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    guards.check_can_report(by, held, on)
    if moved_on > on:
        raise Refusal("move.day", _("搬家日期不能晚于今天，搬了再办。"), field="moved_on")
    if to_place.pk == held.place_id:
        raise Refusal("move.same", _("新的地方和现在的一样，不用办迁移。"), field="to_place")
    change = report(
        award=held, reason=ChangeReason.MOVE, text=f"{held.place.name} → {to_place.name}",
        event_on=moved_on, by=by, at=at,
    )  # fmt: skip
    move_household(
        household=held.household, place=to_place, registration=registration, address=address,
        by=by, at=at,
    )  # fmt: skip
    since = max(next_month(max(moved_on, on)), held.valid_from)
    _pay_from(held, to_place, since, on)
    change.to_place, change.confirmed_at, change.confirmed_by_id = to_place, at, by.post_id
    change.save(update_fields=["to_place", "confirmed_at", "confirmed_by"])
    record(by=by, at=at, verb="move", noun="award", key=held.pk, change=change.pk)
    note(noun="award", key=held.pk, verb="moved", at=at)
    return change


def _pay_from(award: Award, place: Place, since: date, on: date) -> None:
    """No gap, no month twice: the row before ends where the new one begins."""
    office = office_for(Act.DECIDE, award.programme, place, on)
    award.places.filter(valid_until__isnull=True, valid_from__lt=since).update(valid_until=since)
    AwardPlace.objects.update_or_create(
        award=award, valid_from=since, defaults={"place": place, "office": office}
    )
    award.place, award.office = place, office
    award.save(update_fields=["place", "office"])
