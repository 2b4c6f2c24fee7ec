"""The county's visit: when it is compulsory, and what waits for it."""

import re
from datetime import date, timedelta

import pytest

from doudi.applications.models import KinAnswer
from doudi.audit.models import Entry as Trail
from doudi.common import clock
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions import actions, tasks
from doudi.decisions.models import Complaint, Draw
from doudi.decisions.queries import county, waiting
from doudi.journal.models import Entry
from doudi.visits.models import Visit
from tests.factories import accounts, decisions, kin

pytestmark = pytest.mark.django_db
ON = decisions.PROPOSED


@pytest.fixture
def case():
    known = decisions.ready()
    decisions.opinion(known)
    decisions.posted(known)
    return known


def relative_of(case):
    clerk = accounts.officer("grid_worker")
    kin.filed(clerk, beijing(decisions.OPINION), case.person)
    return clerk


def complained(case, at):
    return Complaint.objects.create(
        number=f"TS{at:%d%H}", household=case.request.application.household,
        place=case.request.application.place, way="phone", text="另有收入", received_at=at,
        due_on=at.date(),
    )  # fmt: skip


def drawn(case):
    Draw.objects.filter(request=case.request).update(drawn=True, to_visit=True)


def test_the_opinion_draws_a_lot(case) -> None:
    lot = Draw.objects.get(request=case.request)
    assert (lot.number, lot.drawn) == (0, False)
    assert county.grounds(case.request, ON) == []
    decisions.proposed(case)


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        (relative_of, county.KIN),
        (lambda case: complained(case, beijing(decisions.DOWN)), county.COMPLAINT),
        (drawn, county.DRAWN),
    ],
)
def test_nothing_is_proposed_before_the_county_was_there(case, ground, code) -> None:
    ground(case)
    assert county.grounds(case.request, ON) == [code]
    assert list(county.to_visit(case.reviewer, ON)) == [case.request]
    with pytest.raises(Refusal) as no:
        decisions.proposed(case)
    assert no.value.code == "decision.county_visit"
    assert county.word(code) in no.value.sentence
    decisions.county_visited(case, ON)
    assert county.done(case.request)
    assert not county.to_visit(case.reviewer, ON).exists()
    decisions.proposed(case)


def test_a_lot_that_was_answered_is_kept_out_of_the_way(case) -> None:
    drawn(case)
    read_journal()
    lot = Draw.objects.get(request=case.request)
    assert lot.to_visit  # the town's own visit answers nothing
    decisions.county_visited(case, ON)
    for _ in range(2):
        read_journal()
    lot.refresh_from_db()
    assert not lot.to_visit
    assert Trail.objects.filter(noun="draw", verb="visited").count() == 1


def read_journal() -> None:
    for visit in Visit.objects.filter(finished_at__isnull=False):
        tasks.handle(Entry(noun="visit", key=visit.pk, verb="finished", at=visit.finished_at))


def test_the_family_says_so_itself(case) -> None:
    application = case.request.application
    KinAnswer.objects.create(
        application=application, answer="yes", answered_at=beijing(decisions.OPINION)
    )
    assert county.grounds(case.request, ON) == [county.KIN]
    assert list(county.to_visit(case.reviewer, ON)) == [case.request]


def test_a_complaint_after_the_visit_asks_for_another(case) -> None:
    decisions.county_visited(case, decisions.DOWN)
    complained(case, beijing(ON, 8))
    assert county.open_grounds(case.request, ON) == [county.COMPLAINT]
    decisions.county_visited(case, ON)
    assert county.open_grounds(case.request, ON) == []


def test_where_the_town_decides_the_decision_waits() -> None:
    case = decisions.ready(accounts.CHANGZHOU_VILLAGE)
    decisions.opinion(case)
    decisions.posted(case)
    drawn(case)
    decision = decisions.proposed(case)
    moment = beijing(decisions.DECIDED)
    with pytest.raises(Refusal) as no:
        actions.decide(decision=decision, by=case.decider, at=moment)
    assert no.value.code == "decision.county_visit"
    decisions.county_visited(case, ON)
    actions.decide(decision=decision, by=case.decider, at=moment)


def test_nobody_handles_relatives(case) -> None:
    kin.filed(case.reviewer, beijing(decisions.OPINION), case.person)
    decisions.county_visited(case)
    with pytest.raises(Forbidden) as no:
        decisions.proposed(case)
    assert no.value.code == "kin.own"
    other = decisions.with_officer(case, reviewer=accounts.officer("county_reviewer"))
    decision = decisions.proposed(other)
    kin.filed(case.decider, beijing(ON), case.person)
    with pytest.raises(Forbidden) as no:
        actions.decide(decision=decision, by=case.decider, at=beijing(decisions.DECIDED))
    assert no.value.code == "kin.own"


def test_an_old_complaint_is_of_another_case(case) -> None:
    complained(case, beijing(date(2026, 8, 1)) + timedelta(hours=1))
    assert county.grounds(case.request, ON) == []


@pytest.mark.parametrize("code", [accounts.VILLAGE, accounts.CHANGZHOU_VILLAGE])
def test_a_proposal_waits_only_for_the_duty_that_makes_it(code) -> None:
    known = decisions.ready(code)
    decisions.opinion(known)
    decisions.posted(known)
    town, district = (
        accounts.officer("town_leader", code),
        accounts.officer("county_reviewer", code),
    )
    counts = [waiting.rows(who, waiting.PROPOSAL, ON).count() for who in (town, district)]
    assert counts == ([1, 0] if code == accounts.CHANGZHOU_VILLAGE else [0, 1])


def test_a_town_that_decides_has_both_forms_on_one_page(client, monkeypatch) -> None:
    known = decisions.ready(accounts.CHANGZHOU_VILLAGE)
    decisions.opinion(known)
    decisions.posted(known)
    monkeypatch.setattr(clock, "now", lambda: beijing(ON, 20))
    monkeypatch.setattr(clock, "today", lambda: ON)
    accounts.sign_in(client, known.reviewer)
    shown = client.get(f"/desk/decisions/requests/{known.request.pk}/").content.decode()
    ids = re.findall(r' id="([^"]+)"', shown)
    assert "id_reason" in ids
    assert len(ids) == len(set(ids))
