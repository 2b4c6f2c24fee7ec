"""A family on aid is looked in on by somebody who is no relative."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from doudi.awards.actions import checkins
from doudi.awards.models import CheckIn, MissedCheckIn
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden
from tests.factories import accounts, awards, kin

pytestmark = pytest.mark.django_db
AT = beijing(date(2026, 11, 5), 10)


@pytest.fixture
def award():
    return awards.granted()[1]


@pytest.fixture
def cousin(award) -> Officer:
    found = accounts.officer("grid_worker")
    kin.filed(found, AT, award.holder)
    return found


def test_kin_are_checked_in_by_a_colleague(award, cousin) -> None:
    home = {"award": award, "person": award.holder, "recorded_at": AT, "at": AT}
    group = {
        "seen": [(award, award.holder)], "seen_on": AT.date(), "where": "村部", "at": AT,
    }  # fmt: skip
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        checkins.check_in_at_home(**home, check_in=uuid4(), by=cousin)
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        checkins.check_in_group(**group, by=cousin)
    assert checkins.check_in_group(**group, by=accounts.officer("grid_worker")) == 1
    assert CheckIn.objects.count() == 1


def test_a_missed_quarter_of_kin_is_closed_by_a_colleague(award, cousin) -> None:
    missed = MissedCheckIn.objects.create(
        award=award, quarter=date(2026, 7, 1), opened_at=AT, due_on=AT.date()
    )
    with pytest.raises(Forbidden, match="您备案的近亲属"):
        checkins.close_miss(missed=missed, note="在县医院", by=cousin, at=AT)
    checkins.close_miss(missed=missed, note="在县医院", by=accounts.officer("grid_worker"), at=AT)


@pytest.mark.parametrize("path", ["", "field/", "missed/"])
def test_the_lists_leave_kin_to_a_colleague(award, cousin, path, monkeypatch) -> None:
    MissedCheckIn.objects.create(
        award=award, quarter=date(2026, 7, 1), opened_at=AT, due_on=AT.date()
    )
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", AT.date)
    link = f"/desk/awards/check-ins/field/{award.key}/"
    for who, shown in ((cousin, False), (accounts.officer("grid_worker"), True)):
        client = Client()
        accounts.sign_in(client, who)
        page = client.get(f"/desk/awards/check-ins/{path}").content.decode()
        assert (link in page, "请同事办理" in page) == (shown, not shown)
