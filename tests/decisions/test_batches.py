"""A list confirmed once: each row by its own act, told one by one, and never done twice."""

from uuid import uuid4

import pytest

from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.actions import batches
from doudi.decisions.actions.assessments import assess
from doudi.decisions.actions.batches import Wanted
from doudi.decisions.models import Batch, Decision, Opinion, Posting
from tests.factories import accounts, decisions

pytestmark = pytest.mark.django_db
AT = beijing(decisions.OPINION, 10)


def assessed(count):
    staff = decisions.officers()
    found = [decisions.ready(staff=staff) for _ in range(count)]
    for case in found:
        assess(request=case.request, by=case.leader, at=beijing(decisions.OPINION))
    return found


def rows(cases, choice="grant", reason=""):
    return [Wanted(case.request.pk, choice, reason) for case in cases]


def test_each_row_is_done_or_refused_with_its_sentence():
    cases = [*assessed(2), decisions.ready()]
    cases[2] = decisions.with_officer(cases[2], leader=cases[0].leader)
    batch = batches.run(key=uuid4(), kind="opinion", rows=rows(cases), by=cases[0].leader, at=AT)
    states = [row.state for row in batch.rows.order_by("pk")]
    assert states == ["done", "done", "refused"]
    assert "测算" in batch.rows.get(state="refused").sentence
    assert Opinion.objects.count() == 2


def test_the_same_list_sent_again_does_nothing_twice():
    cases, key = assessed(2), uuid4()
    for _ in range(2):
        batches.run(key=key, kind="opinion", rows=rows(cases), by=cases[0].leader, at=AT)
    assert Batch.objects.count() == 1
    assert Opinion.objects.count() == 2


def test_a_crash_leaves_the_done_rows_done_and_the_rest_waiting(monkeypatch):
    cases, key = assessed(3), uuid4()
    real, left = batches.give_opinion, [1]

    def fails_at_the_second(**given):
        if not left:
            raise RuntimeError("the power failed")
        left.pop()
        return real(**given)

    monkeypatch.setitem(batches.__dict__, "give_opinion", fails_at_the_second)
    with pytest.raises(RuntimeError):
        batches.run(key=key, kind="opinion", rows=rows(cases), by=cases[0].leader, at=AT)
    batch = Batch.objects.get(key=key)
    assert sorted(row.state for row in batch.rows.all()) == ["done", "waiting", "waiting"]
    monkeypatch.undo()
    batches.run(key=key, kind="opinion", rows=rows(cases), by=cases[0].leader, at=AT)
    assert Opinion.objects.count() == 3


def test_a_sheet_for_each_village_and_a_decision_for_each_family():
    cases = assessed(2)
    for case in cases:
        decisions.opinion(case)
    done = batches.run(
        key=uuid4(), kind="posting", rows=rows(cases), by=cases[0].leader,
        at=beijing(decisions.HUNG, 8),
    )  # fmt: skip
    assert {row.state for row in done.rows.all()} == {"done"}
    posting = Posting.objects.get()
    assert posting.lines.count() == 2
    decisions.hung(posting, cases[0])
    decisions.down(posting, cases[0])
    batches.run(
        key=uuid4(), kind="proposal", rows=rows(cases, "granted"), by=cases[0].reviewer,
        at=beijing(decisions.PROPOSED),
    )  # fmt: skip
    batches.run(
        key=uuid4(), kind="decision", rows=rows(cases, ""), by=cases[0].decider,
        at=beijing(decisions.DECIDED),
    )  # fmt: skip
    assert Decision.objects.filter(decided_at__isnull=False).count() == 2


def test_bounds_duty_and_place():
    cases = assessed(1)
    leader = cases[0].leader
    with pytest.raises(Forbidden):
        batches.run(key=uuid4(), kind="decision", rows=rows(cases), by=leader, at=AT)
    many = [Wanted(number) for number in range(51)]
    with pytest.raises(Refusal, match="50"):
        batches.run(key=uuid4(), kind="opinion", rows=many, by=leader, at=AT)
    elsewhere = accounts.officer("town_leader", "430902005001")
    batch = batches.run(key=uuid4(), kind="opinion", rows=rows(cases), by=elsewhere, at=AT)
    assert not batch.rows.exists()
    with pytest.raises(Refusal, match="别人"):
        batches.run(key=batch.key, kind="opinion", rows=rows(cases), by=leader, at=AT)
