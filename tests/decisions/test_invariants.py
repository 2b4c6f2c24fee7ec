"""Recomputing, atomicity, the white-list, the trail, messages."""

import json
from dataclasses import fields
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.decisions import actions
from doudi.decisions.actions import deciding
from doudi.decisions.models import Assessment, Decision, Letter, PostingLine
from doudi.decisions.queries import recompute
from doudi.decisions.queries.posters import poster_data
from doudi.decisions.queries.public import PublicSheet, sheets_of
from doudi.decisions.states import PostingKind
from doudi.facts.models import Fact
from doudi.journal.models import Entry as JournalEntry
from doudi.messaging.models import Message
from tests.factories import decisions

pytestmark = pytest.mark.django_db


def run_recompute(*more: str) -> dict[str, int]:
    out = StringIO()
    call_command("decisions", "recompute", *more, stdout=out)
    return json.loads(out.getvalue())


def test_every_decision_recomputes():
    _case, decision = decisions.decided()
    assert recompute(decision) == ()
    assert run_recompute("--all") == {"decisions": 1, "assessments": 0, "different": 0}
    assert run_recompute("--number", decision.number)["decisions"] == 1


def test_facts_that_come_later_change_no_stored_result():
    case, decision = decisions.decided()
    decisions.known(case.request.application, case.citizen, case.person, 9_999_999)
    assert Fact.objects.filter(superseded_at__isnull=False).exists()
    decision.refresh_from_db()
    assert recompute(decision) == ()


@pytest.mark.parametrize(
    ("column", "value", "part"),
    [
        ("amount_fen", 1, "amount"),
        ("verdict", "not_met", "amount"),
        ("result", {}, "result"),
        ("rule", "dibao/2026-07-01@000000000000", "rule"),
    ],
)
def test_a_stored_result_that_was_changed_is_named(column, value, part):
    _case, decision = decisions.decided()
    Assessment.objects.filter(pk=decision.assessment_id).update(**{column: value})
    decision = Decision.objects.get(pk=decision.pk)
    assert part in recompute(decision)
    with pytest.raises(CommandError, match=decision.number) as stopped:
        run_recompute("--all")
    assert stopped.value.returncode == 1


def test_a_changed_snapshot_is_named():
    _case, decision = decisions.decided()
    snapshot = decision.assessment.snapshot
    type(snapshot).objects.filter(pk=snapshot.pk).update(
        content={**snapshot.content, "registration": "urban"}
    )
    assert {"snapshot", "case"} <= set(recompute(Decision.objects.get(pk=decision.pk)))


def test_what_is_published_ends_and_holds_the_white_list_only():
    columns = {field.name for field in PostingLine._meta.get_fields() if field.concrete}
    assert columns == {"id", "posting", "request", "name", "members", "amount_fen"}
    assert {one.name for one in fields(PublicSheet)} == {
        "key", "title", "office", "hung_on", "until_on", "heads", "rows",
    }  # fmt: skip
    case = decisions.ready()
    decisions.opinion(case)
    posting = decisions.hung(decisions.prepared(case), case)
    (line,) = poster_data(posting)["lines"]
    assert line == ["1", "刘桂英", "2", "986.80"]
    (sheet,) = sheets_of(posting.place, decisions.LAST)
    assert sheet.rows == (("1", "刘*英", "2", "986.80"),)
    assert sheets_of(posting.place, decisions.DOWN) == ()


def test_many_families_hang_on_one_sheet_and_a_granted_one_is_published_after():
    staff = decisions.officers()
    cases = [decisions.ready(staff=staff) for _ in range(3)]
    for case in cases:
        decisions.opinion(case)
    posting = decisions.posted(*cases)
    assert posting.lines.count() == 3
    decision = decisions.proposed(cases[0])
    actions.decide(decision=decision, by=cases[0].decider, at=beijing(decisions.DECIDED))
    after = decisions.prepared(cases[0], kind=PostingKind.AFTER, at=beijing(decisions.DECIDED, 10))
    after = decisions.hung(after, cases[0], decisions.DECIDED)
    assert after.lines.get().amount_fen == decision.amount_fen
    assert after.until_on == date(2026, 10, 22)


def test_a_decision_without_its_letter_is_no_decision(monkeypatch):
    """One transaction: if the letter cannot be written nothing is decided."""
    case = decisions.ready()
    decisions.opinion(case)
    decisions.posted(case)
    decision = decisions.proposed(case)
    before = Entry.objects.count()

    def broken(**_given: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr(deciding, "write_letter", broken)
    with pytest.raises(RuntimeError):
        actions.decide(decision=decision, by=case.decider, at=beijing(decisions.DECIDED))
    decision.refresh_from_db()
    assert decision.decided_at is None
    assert not Letter.objects.exists()
    assert Entry.objects.count() == before
    assert not JournalEntry.objects.filter(noun="decision", verb="decided").exists()


def test_each_action_leaves_one_entry_and_the_decision_is_in_the_journal():
    _case, decision = decisions.decided()
    for verb, noun in (
        ("assess", "request"), ("give_opinion", "request"), ("prepare", "posting"),
        ("hang", "posting"), ("take_down", "posting"), ("propose", "decision"),
        ("decide", "decision"), ("write", "letter"),
    ):  # fmt: skip
        assert Entry.objects.filter(verb=verb, noun=noun).count() == 1, verb
    noted = JournalEntry.objects.filter(noun="decision", verb="decided", key=str(decision.pk))
    assert noted.count() == 1


def test_the_family_is_told_at_each_station_without_name_or_amount():
    case, _decision = decisions.decided()
    found = Message.objects.filter(user_id=case.citizen.user_id)
    assert set(found.values_list("template", flat=True)) == {
        "decisions.opinion_given", "decisions.posted", "decisions.decided",
    }  # fmt: skip
    assert found.filter(template="decisions.decided").count() == 1
    for message in found:
        assert "刘桂英" not in str(message.values)
        assert "986" not in str(message.values)
