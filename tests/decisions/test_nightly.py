import pytest

from doudi.decisions.models import Assessment
from doudi.decisions.queries.recompute import nightly_sample
from doudi.decisions.tasks import recompute_sample
from tests.factories.decisions import decided

pytestmark = pytest.mark.django_db


def test_the_night_s_sample_names_what_differs(on, caplog):
    _, decision = decided()
    assert nightly_sample(on) == [decision]
    assert recompute_sample() == 0
    Assessment.objects.filter(pk=decision.assessment_id).update(amount_fen=1)
    assert recompute_sample() == 1
    assert f"decision {decision.pk} does not recompute" in caplog.text
