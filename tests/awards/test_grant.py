"""A decision becomes an award: once, for whom it counted, in its components."""

from datetime import date

import pytest

from doudi.audit.models import Entry
from doudi.awards import queries
from doudi.awards.actions.awards import grant
from doudi.awards.models import Award
from doudi.awards.rules import Part, counted, parts
from doudi.awards.states import ComponentKind, State
from doudi.awards.tasks import handle
from doudi.common.refusals import Refusal
from doudi.journal.models import Entry as JournalEntry
from tests.factories import awards, decisions
from tests.factories.trail import deliver


@pytest.mark.django_db
def test_the_journal_grants_what_was_decided():
    case, decision = decisions.decided()
    deliver(handle)
    award = Award.objects.get(decision=decision)
    assert award.state == State.ACTIVE
    assert award.valid_from == date(2026, 10, 1)
    assert award.recheck_on == date(2027, 9, 22)
    assert award.holder == case.person
    assert award.place == case.request.application.place
    deliver(handle)
    assert Award.objects.count() == 1
    assert award.certificates.count() == 1
    assert JournalEntry.objects.filter(noun="award", verb="granted").count() == 1
    assert Entry.objects.filter(noun="award", verb="grant").count() == 1


@pytest.mark.django_db
def test_a_refusal_is_not_granted():
    _case, decision = decisions.refused()
    deliver(handle)
    assert not Award.objects.exists()
    with pytest.raises(Refusal, match="没有给予"):
        grant(decision=decision, by=awards.GRANTER, at=awards.GRANTED_AT)


@pytest.mark.django_db
def test_a_proposal_is_not_granted():
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    with pytest.raises(Refusal):
        grant(decision=decisions.proposed(case), by=awards.GRANTER, at=awards.GRANTED_AT)


@pytest.mark.django_db
def test_everyone_counted_benefits_and_the_sum_is_the_decided_one():
    _case, award = awards.granted()
    result = award.decision.assessment.result
    shown = queries.panel(award, award.valid_from)
    assert shown.people == len(counted(result)) == 2
    assert shown.amount_fen == award.decision.amount_fen == result["amount_fen"] > 0
    assert {b.person_id for b in award.beneficiaries.all()} == {
        int(member["id"][1:]) for member in result["members"]
    }
    kinds = [c.kind for c in award.components.order_by("pk")]
    assert kinds[0] == ComponentKind.BASE
    assert all(c.person_id for c in award.components.filter(kind=ComponentKind.EXTRA))
    assert shown.parts[0].label == "基本保障金"


def result(amount: int | None, base: int | None, **extras: int) -> dict:
    members = [
        {"id": name, "counted": name != "out", "extra_fen": fen} for name, fen in extras.items()
    ]
    return {"amount_fen": amount, "base_fen": base, "members": members}


def test_parts_of_a_result():
    assert parts(result(70_000, 50_000, p1=0, p2=20_000, out=9)) == [
        Part("base", None, 50_000), Part("extra", "p2", 20_000),
    ]  # fmt: skip
    assert parts(result(0, 0, p1=0)) == [Part("none", None, 0)]
    assert parts(result(200, 200, p1=0)) == [Part("base", None, 200)]  # trap 43: two yuan
    assert parts(result(300, 0, p1=300)) == [Part("extra", "p1", 300)]
    assert counted(result(0, 0, p1=0, out=0)) == ["p1"]
    for unknown in (result(None, None, p1=0), result(1, None, p1=0)):
        with pytest.raises(ValueError, match="unknown"):
            parts(unknown)


@pytest.mark.django_db
def test_a_status_without_money_is_an_award_and_is_owed_nothing():
    _case, decision = decisions.decided()
    stored = decision.assessment
    stored.result |= {
        "amount_fen": 0,
        "base_fen": 0,
        "members": [m | {"extra_fen": 0} for m in stored.result["members"]],
    }
    stored.save()
    award = grant(decision=decision, by=awards.GRANTER, at=awards.GRANTED_AT)
    component = award.components.get()
    assert (component.kind, component.amount_fen, component.person) == ("none", 0, None)
    assert award.beneficiaries.count() == 2
    assert queries.certificate_of(award) is not None


def test_granted_against_the_rule_gives_the_status_alone():
    result = {"amount_fen": 0, "base_fen": None, "members": [], "verdict": "not_met"}
    assert [(one.kind, one.amount_fen) for one in parts(result)] == [("none", 0)]
