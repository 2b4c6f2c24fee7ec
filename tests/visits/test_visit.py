from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.accounts.queries import officer_of
from doudi.audit.models import Entry
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.facts.models import Fact
from doudi.facts.queries import snapshot_content
from doudi.facts.rules.case import case_data
from doudi.journal.models import Entry as JournalEntry
from doudi.people.models import Membership
from doudi.people.queries import members
from doudi.policies.rules.schema import read_case
from doudi.visits import actions, guards, queries, rules
from doudi.visits.models import Evidence, Plan, Visit, VisitAnswer
from doudi.visits.rules import Told
from tests.factories import accounts, pictures, verification, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return verification.family()


@pytest.fixture
def two(home):
    return visits.pair(home)


@pytest.fixture
def plan(home, two, at):
    return visits.plan(home, *two, at)


def tell(plan, by, at, code, person, value, n=0, recorded_at=None):
    return actions.record_answers(
        plan=plan, visit=visits.made_id("visit", plan.pk), by=by, at=at,
        recorded_at=recorded_at or at,
        answers=[Told(visits.made_id(code, person, n), code, person, value)],
    )  # fmt: skip


def test_two_different_people(home, at) -> None:
    user = accounts.user()
    posts = [
        accounts.officer("town_investigator", holder=user, valid_from=date(2024, month, 1))
        for month in (1, 2)
    ]
    with pytest.raises(Refusal) as no:
        visits.plan(home, *posts, at)
    assert no.value.code == "visit.two_people"


def test_both_must_hold_the_duty_there(home, at) -> None:
    first = accounts.officer("town_investigator")
    for other in (
        accounts.officer("town_investigator", "430902102201"),
        accounts.officer("town_leader"),
        accounts.officer("town_investigator", valid_until=at.date()),
    ):
        with pytest.raises(Refusal) as no:
            visits.plan(home, first, other, at)
        assert no.value.code == "visit.investigator"
        assert no.value.field == "second"


def test_not_the_village_committee_alone(home, at) -> None:
    village = accounts.office("430902106219-village")
    two = [accounts.officer("town_investigator", where=village) for _ in range(2)]
    with pytest.raises(Refusal) as no:
        visits.plan(home, *two, at)
    assert no.value.code in {"visit.village_alone", "visit.investigator"}


@pytest.mark.parametrize(
    ("duty", "code", "may"),
    [
        ("town_acceptor", accounts.VILLAGE, True),
        ("town_investigator", accounts.VILLAGE, True),
        ("town_leader", accounts.VILLAGE, True),
        ("county_reviewer", accounts.VILLAGE, True),
        ("village_intake", accounts.VILLAGE, False),
        ("verifier", accounts.VILLAGE, False),
        ("town_acceptor", "430902102201", False),
    ],
)
def test_who_may_plan(home, at, duty, code, may) -> None:
    who = accounts.officer(duty, code)
    if may:
        guards.check_can_plan(who, home, at.date())
    else:
        with pytest.raises(Forbidden):
            guards.check_can_plan(who, home, at.date())


def test_one_open_plan_and_a_way_to_take_it_back(home, two, plan, at) -> None:
    with pytest.raises(Refusal) as no:
        visits.plan(home, *two, at)
    assert no.value.code == "visit.open"
    actions.cancel(plan=plan, by=two[0], at=at)
    with pytest.raises(Refusal) as no:
        tell(plan, two[0], at, "vehicle_seen", None, False)
    assert no.value.code == "visit.cancelled"
    assert visits.plan(home, *two, at).pk != plan.pk


def test_only_the_two_record(plan, at) -> None:
    for stranger in (accounts.officer("town_investigator"), accounts.officer("town_leader")):
        with pytest.raises(Forbidden):
            tell(plan, stranger, at, "vehicle_seen", None, False)


def record_of(plan) -> tuple:
    visit = Visit.objects.get(plan=plan)
    answers = VisitAnswer.objects.order_by("pk").values_list(
        "pk", "question", "person", "value", "recorded_at"
    )
    evidence = Evidence.objects.order_by("pk").values_list("pk", "kind", "file__sha256")
    return (visit.pk, visit.met, visit.recorded_at, list(answers), list(evidence))  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_order_and_repetition_gives_the_same_record(data, home, two, plan, at) -> None:
    parts = visits.deliveries(plan, two[0], at)
    changed = [
        lambda: tell(plan, two[1], at, "vehicle_seen", None, True, 1, at - timedelta(minutes=9)),
        lambda: tell(plan, two[1], at, "home_kind", None, "rent", 2, at - timedelta(minutes=5)),
        lambda: tell(plan, two[1], at, "home_kind", None, None, 3, at - timedelta(minutes=2)),
    ]
    every = [*parts, *changed]
    order = data.draw(st.permutations(range(len(every))))
    again = data.draw(st.lists(st.sampled_from(range(len(every))), max_size=10))
    with transaction.atomic():
        for deliver in every:
            deliver()
        expected = record_of(plan)
        transaction.set_rollback(True)
    with transaction.atomic():
        for index in [*order, *again]:
            every[index]()
        assert record_of(plan) == expected
        transaction.set_rollback(True)


def test_a_repeat_writes_no_second_entry(plan, two, at) -> None:
    for deliver in visits.deliveries(plan, two[0], at):
        deliver()
    before = Entry.objects.count()
    for deliver in visits.deliveries(plan, two[1], at):
        deliver()
    assert Entry.objects.count() == before


def test_everything_missing_is_named_at_once(plan, two, home, at) -> None:
    tell(plan, two[0], at, "vehicle_seen", None, False)
    with pytest.raises(Refusal) as no:
        actions.finish(visit=Visit.objects.get(), by=two[0], at=at)
    for words in (
        "刘桂英：当面核对了身份证", "周小满：长期共同居住", "现住房屋", "实际情况与申报",
        "至少一张照片", "家庭成员签名", "第一核实人签名", "第二核实人签名", "见到了谁",
    ):  # fmt: skip
        assert words in no.value.sentence
    assert "汽车" not in no.value.sentence
    assert not JournalEntry.objects.filter(noun="visit").exists()


def test_finishing_confirms_members_and_tells_the_journal(home, at) -> None:
    done = visits.finished(home, at)
    assert done.finished_at == at
    assert Membership.objects.filter(household=home, standing="confirmed").count() == 3
    assert JournalEntry.objects.filter(noun="visit", verb="finished", key=str(done.pk)).count() == 1
    assert queries.finished_visit(home, at - timedelta(days=1)) == done
    assert queries.finished_visit(home, at + timedelta(seconds=1)) is None
    assert set(queries.card_seen(done).values()) == {True}
    again = actions.finish(visit=done, by=first_of(done), at=at + timedelta(hours=1))
    assert again.finished_at == at


def first_of(done):
    return officer_of(done.plan.first)


def test_a_finished_record_takes_repeats_but_nothing_new(home, two, plan, at) -> None:
    parts = visits.deliveries(plan, two[0], at)
    for deliver in parts:
        deliver()
    actions.finish(visit=Visit.objects.get(), by=two[0], at=at)
    for deliver in parts:
        deliver()
    later = at + timedelta(hours=1)
    with pytest.raises(Refusal) as no:
        tell(plan, two[0], later, "vehicle_seen", None, True, 9)
    assert no.value.code == "visit.finished"
    assert VisitAnswer.objects.get(question="vehicle_seen").value is False


def test_findings_become_facts_and_unclear_stays_unknown(home, two, plan, at) -> None:
    wife, husband, _child = (m.person for m in members(home, at.date()))
    answers = [
        *[one for one in visits.required(plan, at.date()) if one[:2] != ("lives_with", husband.pk)],
        ("lives_with", husband.pk, None),
        ("wage", wife.pk, 600_000),
        ("wage", husband.pk, None),
        ("employment", wife.pk, "farming"),
        ("finding", None, "房屋简陋，与申报一致。"),
    ]
    for deliver in visits.deliveries(plan, two[0], at, answers):
        deliver()
    done = actions.finish(visit=Visit.objects.get(), by=two[1], at=at)
    assert done.finding == "房屋简陋，与申报一致。"
    facts = {(f.attribute, f.person_id): f for f in Fact.objects.all()}
    wage = facts["income.wage", wife.pk]
    assert wage.value == {"code": "wage", "amount_fen": 600_000}
    assert (wage.source_kind, wage.source_key, wage.as_of) == (
        "visit",
        str(done.pk),
        date(2026, 9, 14),
    )
    for attribute in ("income.wage", "person.lives_with"):
        assert facts[attribute, husband.pk].value is None
        assert facts[attribute, husband.pk].unknown == "not_answered"
    assert facts["person.employment", wife.pk].value == "farming"
    read_case(case_data(snapshot_content(home, on=at.date(), known=at)))


@pytest.mark.parametrize(
    ("code", "whose", "value", "refusal"),
    [
        ("vehicle_seen", None, "yes", "visit.value"),
        ("home_kind", None, "castle", "visit.value"),
        ("wage", "self", -1, "visit.value"),
        ("card_seen", None, True, "visit.question"),
        ("salary", None, 1, "visit.question"),
    ],
)
def test_what_the_checklist_does_not_know(home, plan, two, at, code, whose, value, refusal) -> None:
    person = members(home, at.date())[0].person.pk if whose else None
    with pytest.raises(Refusal) as no:
        tell(plan, two[0], at, code, person, value)
    assert no.value.code == refusal
    assert not Visit.objects.exists()  # the whole delivery is undone


def test_a_clock_ahead_cannot_win_for_ever(plan, two, at) -> None:
    tell(plan, two[0], at, "home_kind", None, "own", 1, at + timedelta(days=30))
    assert VisitAnswer.objects.get().recorded_at == at


def test_two_phones_cannot_start_two_visits(plan, two, at) -> None:
    tell(plan, two[0], at, "home_kind", None, "own")
    with pytest.raises(Refusal) as no:
        actions.start_visit(
            plan=plan, visit=visits.made_id("other"), met="周全", recorded_at=at, by=two[1], at=at
        )
    assert no.value.code == "visit.other_device"


def test_an_address_is_opened_for_a_purpose_and_logged(plan, two, at) -> None:
    with pytest.raises(Refusal):
        actions.open_address(plan=plan, purpose=" ", by=two[0], at=at)
    assert actions.open_address(plan=plan, purpose="入户找路", by=two[0], at=at) == "三组 12 号"
    assert Entry.objects.filter(verb="open_address", reason="入户找路").count() == 1


def test_a_photo_is_hidden_elsewhere_and_each_look_is_logged(home, at) -> None:
    done = visits.finished(home, at)
    photo = done.evidence.get(kind="photo")
    for stranger in (
        accounts.officer("town_leader", "430902102201"),
        accounts.officer("village_intake"),
        accounts.officer("finance_drafter"),
    ):
        with pytest.raises(Hidden):
            actions.read_evidence(evidence=photo, by=stranger, at=at)
    reader = accounts.officer("town_leader")
    assert actions.read_evidence(evidence=photo, by=reader, at=at).startswith(b"\xff\xd8\xff")
    assert Entry.objects.filter(verb="read_evidence").count() == 1


def test_an_empty_signature_leaves_nothing(plan, two, at) -> None:
    with pytest.raises(Refusal):
        actions.add_signature(
            plan=plan, visit=visits.made_id("visit", plan.pk), evidence=visits.made_id("s"),
            kind="signature_family", drawing=pictures.signature(draw=False), recorded_at=at,
            by=two[0], at=at,
        )  # fmt: skip
    assert not Visit.objects.exists()


def test_trays_and_timeline(home, two, at) -> None:
    verification.check(home, at)
    by = accounts.officer("town_acceptor")
    assert [c.household for c in queries.checks_to_plan(by, at.date())] == [home]
    planned = visits.plan(home, *two, at)
    assert not queries.checks_to_plan(by, at.date())
    assert list(queries.my_plans(two[1], at.date())) == [planned]
    assert [queries.plans_for(by, at.date(), state).count() for state in ("planned", "done")] == [
        1,
        0,
    ]
    assert queries.to_finish(by, at.date()) == (1, 1)
    assert [who.user_id for who in queries.investigators(home, at.date())] == [
        who.user_id for who in sorted(two, key=lambda one: one.name)
    ]
    assert [entry.word for entry in queries.timeline(home)] == ["安排入户"]
    assert queries.panel(home).word == "已安排"
    actions.cancel(plan=planned, by=officer_of(planned.planned_by), at=at)
    assert [c.household for c in queries.checks_to_plan(by, at.date())] == [home]
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("purpose", "checklist"),
    [("dibao", "dibao"), ("county", "dibao"), ("check_in", "check_in")],
)
def test_a_plan_begins_with_the_checklist_of_its_purpose(purpose, checklist) -> None:
    assert rules.usual(purpose) == checklist
