"""What an officer's work on an award brought to light becomes a change, decided like any other."""

from datetime import datetime

from django.db import transaction

from doudi.audit.actions import record
from doudi.awards.models import Award, Change
from doudi.awards.states import ChangeSource, ChangeState
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.workdays import add_workdays
from doudi.journal.actions import note
from doudi.people.models import Person
from doudi.policies.rules.flows import flow_for


@transaction.atomic
def report_change(
    *,
    award: Award,
    reason: str,
    source_key: str,
    text: str,
    person: Person | None = None,
    by: Officer,
    at: datetime,
) -> Change:
    """A change that an officer found; `source_key` names what it came from, for once only."""
    known = award.changes.filter(source_key=source_key).first()
    if known:
        return known
    on = day_of(at)
    days = flow_for(award.programme, award.place.code, on).change_workdays
    made = Change.objects.create(
        award=award,
        reason=reason,
        source=ChangeSource.OFFICER,
        person=person,
        text=text.strip()[:500],
        known_at=at,
        told_by_user_id=by.user_id,
        told_by_post_id=by.post_id,
        source_key=source_key,
        state=ChangeState.OPEN,
        due_on=add_workdays(on, days),
    )
    record(by=by, at=at, verb="report", noun="change", key=made.pk, award=award.pk, reason=reason)
    note(noun="change", key=made.pk, verb="reported", at=at)
    return made
