"""Who applies while an award runs: a remark on the application, and no more."""

from datetime import datetime

from doudi.applications.actions.remarks import note_remark
from doudi.applications.models import Application
from doudi.applications.queries.applications import listed
from doudi.applications.states import RemarkCode
from doudi.awards.queries.receiving import receiving
from doudi.common.actors import System
from doudi.common.clock import day_of
from doudi.common.transactions import action
from doudi.people.models import Person


@action
def note_receiving(*, application: Application, by: System, at: datetime) -> list[Person]:
    """Remarks each member who is on aid on the day; those remarked newly. Called again: nothing
    new, also where an officer has settled the remark. It stops nothing."""
    on, code = day_of(at), RemarkCode.ALREADY_RECEIVING
    people = [one.person for one in listed(application, on)]
    known = set(application.remarks.filter(code=code).values_list("person_id", flat=True))
    on_aid = receiving([one.pk for one in people], on) - known
    new = [one for one in people if one.pk in on_aid]
    for person in new:
        note_remark(application=application, code=code, person=person, by=by, at=at)
    return new
