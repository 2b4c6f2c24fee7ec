"""A place's own parameters: two persons, no day with two values, nothing overwritten."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from doudi.audit.models import Entry
from doudi.common.actors import System
from doudi.common.refusals import Refusal
from doudi.policies import queries
from doudi.policies.actions import check_value, propose_value, store_bundle
from doudi.policies.models import Bundle, ParameterValue
from doudi.policies.rules.parameters import bundle_for
from tests.factories import accounts

pytestmark = pytest.mark.django_db

KEY = "dibao.standard.urban"


@pytest.fixture
def proposer():
    return accounts.officer("county_reviewer")


@pytest.fixture
def checker():
    return accounts.officer("county_leader")


def propose(by, at, amount=70000, from_on=date(2026, 1, 1), until_on=None, **more):
    return propose_value(
        place="430902",
        key="dibao.standard.urban",
        value=amount,
        period="month",
        from_on=from_on,
        until_on=until_on,
        basis="某文件",
        standing="confirmed",
        by=by,
        at=at,
        **more,
    )


def test_value_counts_once_a_second_person_checked_it(at, proposer, checker):
    on = date(2026, 11, 1)
    row = propose(proposer, at)
    assert queries.bundle_for("430902", on).value("dibao.standard.urban")["amount_fen"] == 65000
    with pytest.raises(Refusal) as told:
        check_value(value=row, by=proposer, at=at)
    assert told.value.code == "policies.four_eyes"
    check_value(value=row, by=checker, at=at)
    assert queries.bundle_for("430902", on).value("dibao.standard.urban")["amount_fen"] == 70000
    assert queries.bundle_for("3204", on).value("dibao.standard.urban")["amount_fen"] == 102000


def test_overlap_is_refused_and_an_open_value_is_closed_by_its_successor(at, proposer, checker):
    check_value(value=propose(proposer, at), by=checker, at=at)
    later = check_value(value=propose(proposer, at, 72000, date(2026, 7, 1)), by=checker, at=at)
    assert queries.bundle_for("430902", date(2026, 6, 30)).value("dibao.standard.urban") == {
        "amount_fen": 70000,
        "period": "month",
    }
    assert later.checked_by == checker.user_id
    with pytest.raises(Refusal) as told:
        propose(proposer, at, 71000, date(2026, 3, 1), date(2026, 8, 1))
    assert told.value.code == "policies.overlap"


def test_unreadable_value_is_refused(at, proposer):
    with pytest.raises(Refusal):
        propose(proposer, at, amount=-1)


def test_bundle_is_stored_once_and_read_back_with_its_hash(at):
    bundle = bundle_for("430902", date(2026, 11, 1))
    store_bundle(bundle=bundle, by=System("test"), at=at)
    store_bundle(bundle=bundle, by=System("test"), at=at)
    assert Bundle.objects.count() == 1
    assert Entry.objects.filter(noun="bundle").count() == 1
    assert queries.bundle(bundle.hash).hash == bundle.hash


def refused_by_the_database(change) -> None:
    with (
        pytest.raises(ProgrammingError, match="written once|filled in, once"),
        transaction.atomic(),
    ):
        change()


def test_database_lets_a_bundle_be_written_once(at):
    bundle = bundle_for("430902", date(2026, 11, 1))
    row = store_bundle(bundle=bundle, by=System("test"), at=at)
    rows = Bundle.objects.filter(pk=row.pk)
    refused_by_the_database(lambda: rows.update(content={}))
    refused_by_the_database(lambda: rows.update(stored_at=at))
    refused_by_the_database(lambda: rows._raw_delete("default"))
    assert queries.bundle(bundle.hash).hash == bundle.hash


@pytest.mark.parametrize(
    "change",
    [
        {"value": 99999},
        {"place": "430903"},
        {"from_on": date(2025, 1, 1)},
        {"until_on": date(2027, 1, 1)},
        {"basis": "另一文件"},
        {"proposed_by": 9},
        {"checked_by": 2, "value": 99999},
    ],
)
def test_database_keeps_a_proposal_as_it_was(at, change, proposer):
    row = propose(proposer, at)
    if "checked_by" in change:
        change = {**change, "checked_at": at}
    refused_by_the_database(lambda: ParameterValue.objects.filter(pk=row.pk).update(**change))
    refused_by_the_database(lambda: ParameterValue.objects.filter(pk=row.pk)._raw_delete("default"))


@pytest.mark.parametrize(
    "change",
    [
        {"checked_by": None, "checked_at": None},
        {"checked_by": 7},
        {"value": 99999},
        {"until_on": date(2027, 1, 1), "value": 99999},
    ],
)
def test_database_keeps_a_checked_value_as_it_was(at, change, proposer, checker):
    row = check_value(value=propose(proposer, at), by=checker, at=at)
    refused_by_the_database(lambda: ParameterValue.objects.filter(pk=row.pk).update(**change))


def test_database_lets_the_end_be_set_once(at, proposer, checker):
    row = check_value(value=propose(proposer, at), by=checker, at=at)
    rows = ParameterValue.objects.filter(pk=row.pk)
    assert rows.update(until_on=date(2027, 1, 1)) == 1
    refused_by_the_database(lambda: rows.update(until_on=date(2028, 1, 1)))
    refused_by_the_database(lambda: rows.update(until_on=None))
