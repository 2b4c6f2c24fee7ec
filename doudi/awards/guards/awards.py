"""Who may see an award: its beneficiaries once they are known, and officers of its places."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.awards.models import Award
from doudi.awards.queries import beneficiaries
from doudi.common.actors import Citizen
from doudi.common.refusals import Hidden
from doudi.people.queries import kept_from, person_of, same_ids

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
    """A known person among the beneficiaries, or the one in whose name it stands; not who is kept
    from the household's cases."""
    person = person_of(by.user_id) if by.level >= 1 else None
    theirs = (
        person is not None
        and not kept_from(person, award.household, on)
        and (
            award.holder_id in same_ids(person)
            or beneficiaries(award, on).filter(person_id__in=same_ids(person)).exists()
        )
    )
    if not theirs:
        raise Hidden("award.none", _("没有找到这份救助。"))
