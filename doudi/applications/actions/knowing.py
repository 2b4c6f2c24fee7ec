"""Two investigators saw the card and the phone: the family may now see everything on it."""

from datetime import datetime

from django.db import transaction

from doudi.accounts.queries import officer_of, post_by_id
from doudi.accounts.states import LevelGround, UserKind
from doudi.applications.models import Application
from doudi.audit.actions import record
from doudi.common.actors import Officer, System
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.people.actions.logins import link
from doudi.visits.models import Visit
from doudi.visits.queries import card_seen, phone_is_own


@action
def know_applicants(*, visit: Visit, by: System, at: datetime) -> int:
    """Lifts to level 1 whoever started an application of the visited household on the own phone;
    how many. The named officer is the investigator who recorded the visit.

    A phone that belongs to somebody else stays as it is: an officer clears that at a counter.
    """
    if not phone_is_own(visit):
        return 0
    seen = card_seen(visit)
    officer = officer_of(post_by_id(visit.recorded_by_id))
    found = Application.objects.filter(
        household_id=visit.plan.household_id, started_by__kind=UserKind.CITIZEN
    ).select_related("started_by", "applicant")
    record(by=by, at=at, verb="know_applicants", noun="visit", key=visit.pk)
    return sum(
        _link(application, officer, at)
        for application in found
        if seen.get(application.applicant_id)
    )


def _link(application: Application, by: Officer, at: datetime) -> bool:
    try:
        with transaction.atomic():
            link(
                user=application.started_by,
                person=application.applicant,
                how=LevelGround.OFFICER_SAW_CARD,
                by=by,
                at=at,
            )
    except Refusal:
        return False
    return True
