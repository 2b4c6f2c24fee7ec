from datetime import timedelta

import pytest

from doudi.common.clock import beijing
from doudi.decisions.models import Assessment
from doudi.decisions.queries.recompute import nightly_sample, recompute, result_of
from doudi.decisions.tasks import recompute_sample
from doudi.policies.actions import check_value, propose_value
from doudi.policies.queries import bundle_for
from tests.factories import accounts
from tests.factories.decisions import decided

pytestmark = pytest.mark.django_db


def test_the_night_s_sample_names_what_differs(on, caplog):
    _, decision = decided()
    assert nightly_sample(on) == [decision]
    assert recompute_sample() == 0
    Assessment.objects.filter(pk=decision.assessment_id).update(amount_fen=1)
    assert recompute_sample() == 1
    assert f"decision {decision.pk} does not recompute" in caplog.text


def test_a_year_and_a_parameter_later_the_verdict_is_the_same(on):
    """The stored snapshot, bundle and rule file decide; what came after them does not."""
    _, decision = decided()
    stored = decision.assessment
    later, place = on + timedelta(days=365), stored.bundle.content["place"]
    at = beijing(later, 9)
    value = propose_value(
        place=accounts.DISTRICT, key="dibao.standard.rural", value=900_000, period="year",
        from_on=later, until_on=None, basis="公布", standing="read in a mirror",
        by=accounts.officer("county_reviewer", accounts.DISTRICT), at=at,
    )  # fmt: skip
    check_value(value=value, by=accounts.officer("county_leader", accounts.DISTRICT), at=at)
    new = bundle_for(place, later)
    assert new.value("dibao.standard.rural") == {"amount_fen": 900_000, "period": "year"}
    again = result_of(stored.case, new, stored.programme)
    assert again["amount_fen"] != stored.amount_fen
    assert recompute(decision) == ()
