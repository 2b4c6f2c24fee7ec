from datetime import date, timedelta

import pytest

from doudi.audit.models import Entry
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.facts.models import Fact
from doudi.facts.queries import snapshot_content
from doudi.facts.rules.case import case_data
from doudi.journal.models import Entry as JournalEntry
from doudi.people.actions.excuses import excuse
from doudi.people.models import Authorisation
from doudi.people.queries import adults, members
from doudi.policies.rules.schema import read_case
from doudi.verification import actions, guards, queries, rules
from doudi.verification.models import Answer
from tests.factories import accounts, verification

pytestmark = pytest.mark.django_db
NO_FUND = {"code": "housing_fund", "amount_fen": 0}


@pytest.fixture
def home():
    return verification.family()


@pytest.fixture
def by(home):
    return verification.verifier(home)


@pytest.fixture
def check(home, at):
    return verification.check(home, at)


def current(home, attribute):
    return Fact.objects.filter(
        household=home, attribute=attribute, superseded_at__isnull=True
    ).order_by("person_id", "item")


def answer(check, by, at, source="bank", state="answered", **more):
    more.setdefault("as_of", date(2026, 9, 10))
    return actions.record_answer(check=check, source=source, state=state, by=by, at=at, **more)


def test_a_request_is_due_in_seven_working_days(check) -> None:
    assert check.due_on == date(2026, 9, 22)  # Sunday 20 September is a make-up working day
    assert check.number.startswith("HD20260914")
    assert Entry.objects.filter(noun="check", verb="request", key=str(check.pk)).count() == 1


def test_consent_is_checked_when_used(at) -> None:
    home = verification.family(signed=False)
    with pytest.raises(Refusal) as no:
        verification.check(home, at)
    assert no.value.code == "check.not_authorised"
    assert "2" in no.value.sentence


def test_a_withdrawn_authorisation_stops_the_recording(check, by, at) -> None:
    Authorisation.objects.filter(person=adults(check.household, at.date())[0].person).update(
        revoked_at=at
    )
    with pytest.raises(Refusal, match="授权"):
        answer(check, by, at)
    assert not Answer.objects.exists()
    assert not Fact.objects.exists()


def test_an_expired_authorisation_counts_no_more(check, by, at) -> None:
    with pytest.raises(Refusal) as no:
        answer(check, by, at + timedelta(days=500))
    assert no.value.code == "check.not_authorised"


def test_one_open_check_for_a_purpose(check, home, at) -> None:
    with pytest.raises(Refusal) as no:
        verification.check(home, at)
    assert no.value.code == "check.open"


@pytest.mark.parametrize(
    ("duty", "code", "may"),
    [
        ("town_acceptor", accounts.VILLAGE, True),
        ("town_investigator", accounts.VILLAGE, True),
        ("verifier", accounts.VILLAGE, True),
        ("county_reviewer", accounts.VILLAGE, True),
        ("village_intake", accounts.VILLAGE, False),
        ("finance_drafter", accounts.VILLAGE, False),
        ("town_acceptor", "430902102201", False),
    ],
)
def test_who_may_request(home, at, duty, code, may) -> None:
    who = accounts.officer(duty, code)
    if may:
        guards.check_can_request(who, home, at.date())
    else:
        with pytest.raises(Forbidden):
            guards.check_can_request(who, home, at.date())


@pytest.mark.parametrize("duty", ["town_investigator", "town_leader", "county_leader"])
def test_only_a_verifier_records(check, at, duty) -> None:
    with pytest.raises(Forbidden):
        answer(check, accounts.officer(duty), at)
    with pytest.raises(Forbidden):
        actions.report(check=check, by=accounts.officer(duty), at=at)


def test_other_places_learn_nothing(check, at) -> None:
    with pytest.raises(Hidden):
        guards.check_can_read(accounts.officer("town_leader", "430902102201"), check, at.date())


def test_an_answer_becomes_facts_with_source_and_day(check, home, by, at) -> None:
    wife, husband = (m.person for m in adults(home, at.date()))
    made = answer(check, by, at, values={("balance", wife.pk): 1_234_56})
    known, silent = current(home, "asset.financial")
    assert known.value == {"code": "deposit", "amount_fen": 123456}
    assert (known.source_kind, known.source, known.unit) == ("by_hand", "银行", "fen")
    assert known.as_of == date(2026, 9, 10)
    assert known.source_key == str(made.pk)
    assert (silent.person, silent.value, silent.unknown) == (husband, None, "not_answered")


@pytest.mark.parametrize(
    ("source", "state", "attribute", "value", "unknown"),
    [
        ("housing_fund", "no_record", "asset.financial", NO_FUND, ""),
        ("bank", "no_record", "asset.financial", None, "not_answered"),
        ("bank", "not_answered", "asset.financial", None, "not_answered"),
        ("bank", "failed", "asset.financial", None, "failed"),
        ("housing_fund", "not_answered", "asset.financial", None, "not_answered"),
    ],
)  # fmt: skip
def test_unknown_is_a_type(check, home, by, at, source, state, attribute, value, unknown) -> None:
    answer(check, by, at, source, state)
    facts = current(home, attribute)
    assert len(facts) == 2
    assert {(str(f.value), f.unknown) for f in facts} == {(str(value), unknown)}


def test_asked_is_not_yet_knowledge(check, home, by, at) -> None:
    actions.start(check=check, by=by, at=at)
    assert not Fact.objects.exists()
    assert queries.panel(home).answered == 0


def test_what_sources_say_reads_as_a_case(check, home, by, at) -> None:
    verification.all_answered(check, by, at)
    content = snapshot_content(home, on=at.date(), known=at)
    case = read_case(case_data(content))
    assert len(case.members) == 3
    assert all(member.disability is None for member in case.members)


def test_a_correction_leaves_both_visible(check, home, by, at) -> None:
    wife = adults(home, at.date())[0].person
    answer(check, by, at, values={("balance", wife.pk): 100})
    later = at + timedelta(hours=1)
    answer(check, by, later, values={("balance", wife.pk): 200})
    assert Answer.objects.count() == 2
    assert queries.superseded_answers(check).count() == 1
    shown = current(home, "asset.financial").filter(person=wife)
    assert [fact.value["amount_fen"] for fact in shown] == [200]
    assert Fact.objects.filter(person=wife).count() == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"state": "answered", "as_of": None}, "check.as_of"),
        ({"state": "no_record", "as_of": None}, "check.as_of"),
        ({"as_of": date(2026, 9, 15)}, "check.as_of_future"),
        ({"state": "perhaps"}, "check.state"),
        ({"source": "neighbour"}, "check.source"),
        ({"values": {("balance", 0): 1}}, "check.value"),
        ({"values": {("salary", None): 1}}, "check.value"),
        ({"state": "not_answered", "values": {("balance", 0): 1}}, "check.values"),
    ],
)
def test_refused_answers_leave_nothing(check, by, at, more, code) -> None:
    with pytest.raises(Refusal) as no:
        answer(check, by, at, **more)
    assert no.value.code == code
    assert not Answer.objects.exists()
    assert not Fact.objects.exists()


def test_a_report_freezes_and_tells_the_journal(check, home, by, at) -> None:
    verification.all_answered(check, by, at)
    done = actions.report(check=check, by=by, at=at)
    assert done.conclusion == "needs_review"  # bank, tax and others are no full registers
    assert JournalEntry.objects.filter(noun="check", verb="reported", key=str(check.pk)).exists()
    assert queries.latest_report(home) == done
    assert actions.read_report(check=done, by=by, at=at).startswith(b"%PDF-")
    with pytest.raises(Refusal) as no:
        answer(done, by, at)
    assert no.value.code == "check.reported"
    with pytest.raises(Refusal):
        actions.report(check=done, by=by, at=at)


def test_everything_known_and_small_is_within(check, home, by, at) -> None:
    verification.all_answered(check, by, at)
    people = [m.person.pk for m in adults(home, at.date())]
    for source, fields in {
        "bank": ["balance"], "tax": ["wage", "business"], "insurance": ["cash_value"],
        "payment": ["balance"],
    }.items():  # fmt: skip
        answer(check, by, at, source, values={(f, p): 0 for f in fields for p in people})
    assert actions.report(check=check, by=by, at=at).conclusion == "within"


def test_silent_sources_are_reported_as_unknown(check, home, by, at) -> None:
    actions.start(check=check, by=by, at=at)
    done = actions.report(check=check, by=by, at=at)
    states = {one.word for one in queries.sources_of(done)}
    assert states == {"未回复"}
    assert current(home, "asset.financial").exclude(unknown="not_answered").count() == 0
    assert done.conclusion == "needs_review"


def test_no_report_without_asking(check, by, at) -> None:
    with pytest.raises(Refusal) as no:
        actions.report(check=check, by=by, at=at)
    assert no.value.code == "check.empty"


def test_trail_holds_no_personal_value(check, home, by, at) -> None:
    wife = adults(home, at.date())[0].person
    answer(check, by, at, values={("balance", wife.pk): 987654})
    texts = [f"{e.reason}{e.detail}" for e in Entry.objects.all()]
    assert not any("987654" in text or "刘桂英" in text for text in texts)


def test_timeline_and_panel(check, home, by, at) -> None:
    verification.all_answered(check, by, at)
    actions.report(check=check, by=by, at=at)
    assert [entry.word for entry in queries.timeline(home)] == ["发起核对", "核对报告"]
    panel = queries.panel(home)
    assert panel.answered == 16
    assert queries.report_data(panel.check)["members"].startswith("刘*英")
    assert len(members(home, at.date())) == 3


def test_nobody_is_asked_about_an_excused_member(home, at) -> None:
    husband = next(one for one in members(home, at.date()) if one.name == "周全")
    excuse(
        household=home, person=husband.person, ground="violence", reason="派出所有出警记录。",
        by=accounts.officer("town_acceptor", home.place), at=at,
    )  # fmt: skip
    check = verification.check(home, at)
    bank = rules.source_of("bank")
    assert bank is not None
    asked = {one.person_id for one in queries.slots(home, bank, at.date())}
    assert husband.person.pk not in asked
    assert asked
    by = verification.verifier(home)
    verification.all_answered(check, by, at)
    assert not Fact.objects.filter(household=home, person=husband.person).exists()
    done = actions.report(check=check, by=by, at=at)
    assert done.conclusion == "needs_review"
    assert queries.report_data(done)["not_asked"] == "周*"
