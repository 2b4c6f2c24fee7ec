"""Who may see an award: its beneficiaries once they are known, and officers of its places."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.awards.models import Award
from doudi.awards.queries import beneficiaries
from doudi.common.actors import Citizen
from doudi.common.refusals import Hidden
from doudi.people.queries import person_of

READERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER,
    Duty.COUNTY_REVIEWER,
    Duty.COUNTY_LEADER,
    Duty.FINANCE_DRAFTER,
    Duty.FINANCE_APPROVER,
    Duty.AUDITOR,
)


def check_is_theirs(by: Citizen, award: Award, on: date) -> None:
    """A known person among the beneficiaries, or the one in whose name it stands."""
    person = person_of(by.user_id) if by.level >= 1 else None
    theirs = person is not None and (
        person.pk == award.holder_id
        or beneficiaries(award, on).filter(person_id=person.pk).exists()
    )
    if not theirs:
        raise Hidden("award.none", _("没有找到这份救助。"))
