"""How a family on aid is looked in on, as one panel of case pages."""

from dataclasses import dataclass
from datetime import date

from doudi.awards.models import Award, CheckIn, JobOffer, MissedCheckIn, Recheck
from doudi.awards.queries import checkins, offers, rechecks
from doudi.awards.states import State


@dataclass(frozen=True)
class CarePanel:
    """Rechecks, check-ins and offered jobs of one award, the newest of each."""

    award: Award
    quarter: checkins.Quarter
    owes: bool
    rechecks: list[Recheck]
    check_ins: list[CheckIn]
    misses: list[MissedCheckIn]
    offers: list[JobOffer]


def care_panel(award: Award, on: date) -> CarePanel:
    quarter = checkins.quarter(award, on)
    return CarePanel(
        award=award,
        quarter=quarter,
        owes=award.state != State.ENDED
        and quarter.done is None
        and award.valid_from <= quarter.first,
        rechecks=rechecks.rechecks_of(award)[:4],
        check_ins=checkins.check_ins_of(award)[:4],
        misses=checkins.misses_of(award),
        offers=offers.offers_of(award)[:6],
    )
