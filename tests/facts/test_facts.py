"""Facts are stated, superseded and retracted; what was known then stays readable."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.facts import queries
from doudi.facts.actions import retract, state, take_snapshot
from doudi.facts.models import Fact, Snapshot
from doudi.facts.rules.attributes import UnknownAttribute
from doudi.people.actions.households import declare_member
from tests.factories import people

pytestmark = pytest.mark.django_db
ON = date(2026, 9, 1)
FIRST, SECOND, THIRD = beijing(ON), beijing(ON, 11), beijing(ON, 15)
WAGE = {"code": "wage", "amount_fen": 100_000}


@pytest.fixture
def home():
    return people.household((people.person(), "self"), at=beijing(date(2026, 8, 1)))


def say(home, at=FIRST, **more) -> Fact:
    values = {
        "attribute": "income.wage", "value": WAGE, "source_kind": "declared",
        "source": "本人申报", "as_of": ON, "by": people.SETUP,
    }  # fmt: skip
    return state(household=home, at=at, **values | more)


def known(home, at, on=ON) -> list[Fact]:
    return list(queries.current(home, on=on, known=at))


def test_a_statement_supersedes_its_like_and_the_past_stays_readable(home):
    first = say(home)
    second = say(home, SECOND, value=WAGE | {"amount_fen": 5})
    assert known(home, FIRST) == [first]
    assert known(home, SECOND) == [second]
    assert known(home, FIRST - timedelta(seconds=1)) == []
    first.refresh_from_db()
    assert first.superseded_at == SECOND
    assert Entry.objects.filter(noun="fact", verb="state").count() == 2


def test_others_are_left_alone(home):
    someone = people.person("陈建国", sex="M")
    made = [
        say(home),
        say(home, item="second job"),
        say(home, person=someone),
        say(home, attribute="income.business"),
        say(home, source_kind="by_hand"),
    ]
    assert known(home, FIRST) == made


def test_retracted_is_gone_from_then_on(home):
    fact = say(home)
    what = {"household": home, "attribute": "income.wage", "source_kind": "declared"}
    retract(**what, by=people.SETUP, at=SECOND)
    retract(**what, by=people.SETUP, at=THIRD)
    assert known(home, FIRST) == [fact]
    assert known(home, SECOND) == []
    fact.refresh_from_db()
    assert fact.superseded_at == SECOND
    assert Entry.objects.filter(noun="fact", verb="retract").count() == 1


def test_true_from_and_until(home):
    fact = say(home)
    copy = {f.attname: getattr(fact, f.attname) for f in Fact._meta.fields}
    del copy["id"], copy["key"]
    dated = Fact.objects.create(
        **copy | {"item": "x", "true_from": date(2026, 3, 1), "true_until": date(2026, 5, 1)}
    )
    assert dated not in known(home, FIRST, date(2026, 2, 28))
    assert dated in known(home, FIRST, date(2026, 3, 1))
    assert dated in known(home, FIRST, date(2026, 4, 30))
    assert dated not in known(home, FIRST, date(2026, 5, 1))


def test_an_attribute_outside_the_list_is_a_fault(home):
    with pytest.raises(UnknownAttribute):
        say(home, attribute="person.blood_group")


def test_a_value_or_a_cause_by_the_database(home):
    for wrong in ({"value": None}, {"unknown": "not_asked"}):
        with pytest.raises(IntegrityError, match="fact_value_or_cause"), transaction.atomic():
            say(home, **wrong)
    assert say(home, value=None, unknown="refused").unknown == "refused"


def test_one_current_fact_by_the_database(home):
    fact = say(home)
    copy = {f.attname: getattr(fact, f.attname) for f in Fact._meta.fields}
    del copy["id"], copy["key"]
    with pytest.raises(IntegrityError, match="fact_current_once"), transaction.atomic():
        Fact.objects.create(**copy)
    Fact.objects.create(**copy | {"superseded_at": SECOND})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE facts_fact SET value = '1'",
        "UPDATE facts_fact SET superseded_at = now(), source = 'x'",
        "UPDATE facts_fact SET as_of = '2020-01-01'",
        "DELETE FROM facts_fact",
    ],
)
def test_a_fact_is_never_changed(home, sql):
    say(home)
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_superseded_fact_does_not_come_back(home):
    fact = say(home)
    Fact.objects.filter(pk=fact.pk).update(superseded_at=SECOND)
    for value in (None, THIRD):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Fact.objects.filter(pk=fact.pk).update(superseded_at=value)


def snapshot(home, known_at, at=THIRD, members=None) -> Snapshot:
    return take_snapshot(
        household=home, on=ON, known=known_at, members=members, by=people.SETUP, at=at
    )


def test_a_snapshot_is_what_was_known_then(home):
    say(home)
    before = snapshot(home, FIRST)
    say(home, SECOND, value=WAGE | {"amount_fen": 5})
    assert snapshot(home, FIRST).pk == before.pk
    after = snapshot(home, SECOND)
    assert after.pk != before.pk
    assert [f["value"]["amount_fen"] for f in before.content["facts"]] == [100_000]
    assert [f["value"]["amount_fen"] for f in after.content["facts"]] == [5]
    assert queries.hash_of(queries.snapshot(before.pk).content) == before.pk
    assert Entry.objects.filter(verb="take_snapshot").count() == 2


def test_a_snapshot_names_nobody_and_takes_whom_it_is_asked_for(home):
    someone = people.person("陈建国", sex="M")
    declare_member(
        household=home, person=someone, relation="spouse", by=people.SETUP,
        at=beijing(date(2026, 8, 1)),
    )  # fmt: skip
    say(home, person=someone)
    applicant = queries.members(home, ON)[0].person
    whole, part = snapshot(home, FIRST), snapshot(home, FIRST, members=[applicant.pk])
    assert len(whole.content["members"]) == 2
    assert len(part.content["members"]) == 1
    assert part.content["facts"] == []
    assert "陈建国" not in str(whole.content)
    assert queries.person_id(whole.content["members"][1]["id"]) == someone.pk
