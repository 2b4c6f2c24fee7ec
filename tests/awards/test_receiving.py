"""An application of somebody on aid: a remark for whoever looks, once."""

from datetime import date

import pytest

from doudi.applications.actions.remarks import settle_remark
from doudi.applications.models import Application
from doudi.applications.states import RemarkCode
from doudi.awards.states import State
from doudi.awards.tasks import handle
from doudi.common.actors import System
from tests.factories import applications, payments
from tests.factories.people import AT
from tests.factories.trail import deliver

pytestmark = pytest.mark.django_db


def remarked(made: Application) -> list[int]:
    found = made.remarks.filter(code=RemarkCode.ALREADY_RECEIVING, settled_at=None)
    return list(found.values_list("person_id", flat=True))


def on_aid(made: Application, state: str = State.ACTIVE) -> None:
    award = payments.bare_award(valid_from=date(2026, 1, 1))
    award.state = state
    award.valid_until = date(2026, 6, 1) if state == State.ENDED else None
    award.save(update_fields=["state", "valid_until"])
    award.beneficiaries.update(person=made.applicant)


def test_nobody_on_aid_is_no_remark():
    made = applications.submitted()
    deliver(handle)
    assert remarked(made) == []


def test_an_award_that_ended_is_no_remark():
    made = applications.submitted()
    on_aid(made, State.ENDED)
    deliver(handle)
    assert remarked(made) == []


def test_a_member_on_aid_is_remarked_once():
    made = applications.submitted()
    on_aid(made)
    deliver(handle)
    deliver(handle)
    assert remarked(made) == [made.applicant_id]
    settle_remark(application=made, code=RemarkCode.ALREADY_RECEIVING, by=System("tests"), at=AT)
    deliver(handle)
    assert remarked(made) == []  # looked at is looked at
