"""A family of the demo that the lot draws: the county sees it before anybody proposes."""

import hashlib
from datetime import date

import pytest

from demo import story as stations
from demo.staff import SETUP, changzhou, hire
from demo.story import Story
from doudi.accounts.queries import place_by_code
from doudi.common.clock import beijing
from doudi.common.months import add_months
from doudi.decisions.actions.draws import make_key
from doudi.decisions.models import Draw
from doudi.decisions.queries import county
from doudi.decisions.rules.draws import is_drawn
from tests.journeys.stage import CHANGZHOU, ZIYANG, family_of

SINCE = date(2025, 1, 1)
ASKED = date(2026, 8, 3)


def drawing(percent: int = 30) -> bytes:
    """A key that draws the first of the month."""
    keys = (hashlib.sha256(b"drawn %d" % n).digest() for n in range(100))
    return next(key for key in keys if is_drawn(key, 0, percent))


@pytest.mark.django_db
@pytest.mark.parametrize(("village", "district"), [(ZIYANG, "430902"), (CHANGZHOU, "320412")])
def test_the_county_visits_who_is_drawn(village: str, district: str) -> None:
    staff = hire(SINCE, beijing(SINCE))
    for month in (ASKED.replace(day=1), add_months(ASKED.replace(day=1), 1)):
        make_key(
            place=place_by_code(district, ASKED), programme="dibao", month=month,
            secret=drawing(), by=SETUP, at=beijing(ASKED),
        )  # fmt: skip
    staff = changzhou(staff) if village == CHANGZHOU else staff
    story = Story(family_of("granted", village), staff, 1, ASKED).start().submit()
    if village == ZIYANG:
        story.take_in()
    story.accept().ask().visit().check().give_opinion()
    stations.post([story])
    assert Draw.objects.get(request=story.request).drawn
    assert county.open_grounds(story.request, story.day) == [county.DRAWN]
    decision = stations.decide(story, stations.propose(story))
    assert county.done(story.request)
    assert decision.decided_at is not None
