"""The pages of a raise: whose they are, what they show, and the families that may ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Refusal
from doudi.messaging.models import Message
from doudi.messaging.rules import NOT_ON_A_LOCKED_SCREEN
from doudi.payments.actions import may_ask, raises
from doudi.payments.models import Entitlement, MayAsk, Raise
from doudi.payments.queries.may_ask import asking_for
from doudi.payments.rules.messages import MAY_ASK
from doudi.payments.states import ItemState, RaiseState
from doudi.payments.tasks import work_on, work_on_raises
from doudi.people.models import InPersonTask
from tests.factories import accounts, kin, payments
from tests.factories.raises import (
    APPROVED,
    DONE,
    DRAFTED,
    JANUARY,
    Office,
    aided,
    approved,
    done,
    drafted,
    new_standard,
    old_standard,
    paid,
    refused,
)

pytestmark = pytest.mark.django_db
LIST = "/desk/payments/raises/"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def raised(office, monkeypatch):
    """A family paid for three months by the old standard; the new one was checked in March."""
    old_standard()
    award = aided()
    paid(payments.Desk())
    new_standard()
    monkeypatch.setattr(clock, "now", lambda: beijing(DRAFTED, 9))
    return award


def page(found: Raise) -> str:
    return f"{LIST}{found.key}/"


def test_from_the_waiting_value_to_the_list_and_the_approval(client, office, raised):
    accounts.sign_in(client, office.reviewer)
    text = client.get(LIST).content.decode()
    assert "区里公布的标准" in text
    given = {"place": office.place.code, "programme": "dibao", "from_on": JANUARY.isoformat()}
    answer = client.post(f"{LIST}draft/", given)
    found = Raise.objects.get()
    assert answer["Location"] == page(found)
    assert "正在计算" in client.get(page(found)).content.decode()
    work_on_raises()
    text = client.get(page(found)).content.decode()
    assert "刘*英" in text
    assert "刘桂英" not in text
    assert "207.99" in text
    assert client.post(f"{page(found)}approve/").status_code == 403
    accounts.sign_in(client, office.leader)
    assert client.post(f"{page(found)}approve/").status_code == 302
    work_on_raises()
    assert "已办结" in client.get(page(found)).content.decode()
    assert Entitlement.objects.filter(award=raised, reason="back_pay").count() == 3
    assert client.post(f"{page(found)}approve/").status_code == 409


def test_without_a_checked_value_the_form_is_sent_back(client, office):
    accounts.sign_in(client, office.reviewer)
    assert client.post(f"{LIST}draft/", {"place": "x"}).status_code == 302
    given = {"place": office.place.code, "programme": "dibao", "from_on": JANUARY.isoformat()}
    assert client.post(f"{LIST}draft/", given).status_code == 409
    assert not Raise.objects.exists()


def test_another_district_sees_nothing(client, office, raised):
    found = drafted(office)
    for duty in ("county_reviewer", "county_leader", "finance_approver", "auditor"):
        accounts.sign_in(client, accounts.officer(duty, accounts.CHANGZHOU_VILLAGE))
        assert client.get(page(found)).status_code == 404
        assert page(found) not in client.get(LIST).content.decode()


@pytest.mark.parametrize("state", ["", "same", "person", "kin", "stale", "ask", "nonsense"])
def test_every_filter_opens(client, office, raised, state):
    refused(470_000)
    found = drafted(office)
    accounts.sign_in(client, office.reviewer)
    assert client.get(f"{page(found)}?state={state}").status_code == 200


def test_redo_cancel_and_export(client, office, raised):
    found = drafted(office)
    accounts.sign_in(client, office.reviewer)
    assert client.post(f"{page(found)}redo/").status_code == 302
    work_on_raises()
    assert client.post(f"{page(found)}export/").status_code == 422
    answer = client.post(f"{page(found)}export/", {"purpose": "报财政局"})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode("utf-8-sig").count("69.33") == 3
    assert client.post(f"{page(found)}cancel/").status_code == 422
    assert client.post(f"{page(found)}cancel/", {"reason": "重做"}).status_code == 302
    found.refresh_from_db()
    assert found.state == RaiseState.CANCELLED


def test_a_page_of_many_families_asks_no_more_queries(client, office, raised):
    accounts.sign_in(client, office.reviewer)
    counts = []
    for more in (0, 3):
        for _ in range(more):
            aided(name="周大明")
        found = drafted(office)
        client.get(page(found))
        with CaptureQueriesContext(connection) as asked:
            client.get(page(found))
        counts.append(len(asked))
        raises.cancel_raise(found=found, reason="再做", by=office.reviewer, at=beijing(DRAFTED))
    assert counts[0] == counts[1]


def test_own_kin_is_passed_by_another_on_the_page(client, office, raised):
    other = aided(name="王秀兰")
    assert other
    found = drafted(office)
    kin.filed(office.leader, beijing(APPROVED, 8), raised.holder)
    accounts.sign_in(client, office.leader)
    assert "有您备案的近亲属" in client.get(page(found)).content.decode()
    approved(office, found)
    work_on(found := Raise.objects.get(), beijing(DONE))
    item = found.items.get(state=ItemState.KIN)
    url = f"{page(found)}items/{item.pk}/pass/"
    assert "核准这一户" not in client.get(f"{page(found)}?state=kin").content.decode()
    assert client.post(url).status_code == 403
    accounts.sign_in(client, accounts.officer("county_leader"))
    assert "核准这一户" in client.get(f"{page(found)}?state=kin").content.decode()
    assert client.post(url).status_code == 302
    item.refresh_from_db()
    assert item.state == ItemState.APPLIED


# --- families that would have to ask ------------------------------------------------------------


def test_who_would_be_within_is_told_and_helped_and_not_granted(client, office, raised):
    near, far = refused(470_000), refused(900_000, name="李大山")
    found = drafted(office)
    one = MayAsk.objects.get()
    assert (one.assessment, one.amount_fen) == (near, 2_633)
    assert far.verdict == "not_met"
    village = accounts.officer("village_intake")
    assert not asking_for(village, DRAFTED).exists()
    done(office, found)
    one.refresh_from_db()
    assert one.told_at
    told = Message.objects.filter(template=MAY_ASK.code).exists()
    assert told or InPersonTask.objects.filter(template=MAY_ASK.code).exists()
    assert asking_for(village, DONE).get() == one
    assert not Entitlement.objects.filter(award__household=one.household).exists()
    accounts.sign_in(client, village)
    assert "孙国强" in client.get(f"{LIST}ask/").content.decode()
    assert client.post(f"{LIST}ask/{one.pk}/close/").status_code == 302
    one.refresh_from_db()
    assert one.closed_at is None
    client.post(f"{LIST}ask/{one.pk}/close/", {"outcome": "declined", "note": "儿子接去住了"})
    assert not asking_for(village, DONE).exists()
    assert client.post(f"{LIST}ask/{one.pk}/close/", {"outcome": "asked"}).status_code == 409


def test_who_has_asked_since_leaves_the_tray(office, raised):
    stored = refused(470_000)
    done(office)
    village = accounts.officer("village_intake")
    assert asking_for(village, DONE).count() == 1
    application = stored.request.application
    application.submitted_at = beijing(DONE, 20)
    application.save()
    assert not asking_for(village, DONE).exists()


def test_who_draws_it_or_was_refused_long_ago_is_not_listed(office, raised):
    refused(470_000)
    MayAsk.objects.all().delete()
    stored = refused(460_001, name="周老")
    stored.assessed_at = beijing(DRAFTED.replace(year=2026), 8).replace(month=2)
    stored.save()
    drafted(office)
    assert [one.assessment_id for one in MayAsk.objects.all()] != [stored.pk]
    assert MayAsk.objects.count() == 1


def test_another_village_does_not_close_it(office, raised):
    refused(470_000)
    done(office)
    stranger = accounts.officer("village_intake", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Refusal):
        may_ask.close_may_ask(
            one=MayAsk.objects.get(), outcome="asked", by=stranger, at=beijing(DONE)
        )


def test_nothing_of_it_stands_on_a_locked_screen():
    assert not [word for word in NOT_ON_A_LOCKED_SCREEN if word in MAY_ASK.short + MAY_ASK.title]
