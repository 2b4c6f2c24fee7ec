"""What the database itself refuses, whoever asks: each constraint by its name."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from doudi.awards.models import Award, AwardPlace, Beneficiary, CheckIn, MissedCheckIn, Recheck
from doudi.awards.states import State
from doudi.common.clock import beijing
from tests.factories import awards, care

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)


@pytest.fixture
def award(db) -> Award:
    return awards.granted()[1]


def refused(name: str, act) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_an_award_begins_with_a_month(award):
    award.valid_from = date(2026, 10, 2)
    refused("award_from_month", award.save)


def test_what_has_ended_has_an_end(award):
    award.state = State.ENDED
    refused("award_ended_until", award.save)


def test_a_component_is_never_negative(award):
    refused(
        "component_not_negative",
        lambda: awards.component(award, amount_fen=-1, valid_from=date(2027, 1, 1)),
    )
    assert awards.component(award, amount_fen=0, valid_from=date(2027, 1, 1)).pk


def test_a_component_does_not_end_before_it_begins(award):
    refused(
        "component_period",
        lambda: awards.component(
            award, amount_fen=1, valid_from=date(2027, 2, 1), valid_until=date(2027, 1, 1)
        ),
    )


def test_one_kind_for_one_person_from_one_day(award):
    """Two bases of one household from one day are refused though neither names a person."""
    awards.component(award, amount_fen=1, valid_from=date(2027, 1, 1))
    refused(
        "component_once", lambda: awards.component(award, amount_fen=2, valid_from=date(2027, 1, 1))
    )


def test_a_person_benefits_once_from_a_day(award):
    first = award.beneficiaries.first()
    refused(
        "beneficiary_once",
        lambda: Beneficiary.objects.create(
            award=award, person=first.person, valid_from=first.valid_from
        ),
    )


def test_a_place_pays_from_the_first_of_a_month_and_once(award):
    same = {"award": award, "place": award.place, "office": award.office}
    refused(
        "award_place_month_first",
        lambda: AwardPlace.objects.create(**same, valid_from=date(2026, 12, 15)),
    )
    refused(
        "award_place_once", lambda: AwardPlace.objects.create(**same, valid_from=award.valid_from)
    )


def test_a_recheck_is_closed_by_somebody_and_opened_once(award):
    made = care.recheck(award)
    made.closed_at = beijing(made.due_on)
    refused("recheck_closed_by_someone", made.save)
    refused(
        "recheck_once",
        lambda: Recheck.objects.create(
            award=award, due_on=made.due_on, opened_at=made.opened_at + timedelta(days=1)
        ),
    )


def test_one_check_in_of_a_person_and_one_miss_for_a_quarter(award):
    care.seen(award, ON)
    refused("check_in_once", lambda: care.seen(award, ON))
    assert CheckIn.objects.count() == 1
    same = {"award": award, "quarter": ON, "opened_at": beijing(ON), "due_on": ON}
    MissedCheckIn.objects.create(**same)
    refused("missed_check_in_once", lambda: MissedCheckIn.objects.create(**same))
