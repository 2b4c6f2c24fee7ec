"""Remarks: what is remarkable goes in, with a note for whoever must look."""

from datetime import date, datetime

from doudi.applications.models import Application, Remark
from doudi.applications.queries.applications import applying_elsewhere, listed
from doudi.applications.queries.lookahead import ABOVE, look_ahead
from doudi.applications.queries.people import unsigned_in
from doudi.applications.states import RemarkCode
from doudi.audit.actions import record
from doudi.common.actors import Actor
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.people.models import Person
from doudi.people.queries import confirmed_elsewhere


@action
def note_remark(
    *, application: Application, code: str, person: Person | None = None, by: Actor, at: datetime
) -> Remark:
    """The same remark again opens a settled one, else changes nothing."""
    remark, created = Remark.objects.get_or_create(
        application=application, code=code, person=person, defaults={"noted_at": at}
    )
    if created or remark.settled_at is not None:
        remark.settled_at = None
        remark.save(update_fields=["settled_at"])
        record(by=by, at=at, verb="note_remark", noun="application", key=application.pk, code=code)
    return remark


@action
def settle_remark(
    *, application: Application, code: str, person: Person | None = None, by: Actor, at: datetime
) -> None:
    """What was remarkable is no longer so."""
    open_rows = application.remarks.filter(code=code, settled_at__isnull=True)
    if person is not None:
        open_rows = open_rows.filter(person=person)
    if open_rows.update(settled_at=at):
        record(
            by=by, at=at, verb="settle_remark", noun="application", key=application.pk, code=code
        )


def note_what_is_remarkable(*, application: Application, by: Actor, at: datetime) -> None:
    """Looked at once, when the family submits. Call inside a transaction."""
    on = day_of(at)
    for code, person in _remarkable(application, on):
        note_remark(application=application, code=code, person=person, by=by, at=at)
    if look_ahead(application, on=on, known=at).kind == ABOVE:
        note_remark(application=application, code=RemarkCode.ABOVE_LINE, by=by, at=at)


def _remarkable(application: Application, on: date) -> list[tuple[str, Person]]:
    household = application.household
    people = [member.person for member in listed(application, on)]
    found = [(RemarkCode.UNSIGNED_ADULT, m.person) for m in unsigned_in(application, on)]
    found += [
        (RemarkCode.MEMBER_ELSEWHERE, one)
        for one in people
        if confirmed_elsewhere(one, household, on)
    ]
    found += [
        (RemarkCode.ALREADY_APPLYING, one)
        for one in people
        if applying_elsewhere(one, application, on)
    ]
    return [(str(code), person) for code, person in found]
