"""The dataset of assessment inputs: each household once, nothing that names anybody."""

import json
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from doudi.audit.models import Entry
from doudi.common.clock import beijing
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.models import Assessment
from doudi.policies.rules.assess import assess
from doudi.policies.rules.batch import assess_batch
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.schema import read_case
from doudi.supervision.actions.inputs import ask_for_inputs
from doudi.supervision.models import Publication
from doudi.supervision.queries.inputs import folder_of, newest_cases
from doudi.supervision.rules.inputs import write_inputs
from tests.examples.given import case_data
from tests.factories import accounts, decisions, supervision

AT = beijing(decisions.PROPOSED, 9)
FILES = ("households", "members", "supporters", "items")


@pytest.fixture(autouse=True)
def warehouse(settings, tmp_path):
    settings.DOUDI_WAREHOUSE = tmp_path / "warehouse"
    return settings.DOUDI_WAREHOUSE


@pytest.fixture
def case(db):
    made = decisions.ready()
    decisions.opinion(made)
    return made


@pytest.fixture
def reviewer(db):
    return accounts.officer("county_reviewer")


def rows(folder, name):
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def test_one_household_is_written_once_with_its_newest_input(case, tmp_path):
    first = Assessment.objects.get()
    later = Assessment.objects.get()
    later.pk, later.assessed_at = None, first.assessed_at + timedelta(hours=1)
    later.case = {**first.case, "registration": "urban"}
    later.save()
    assert list(newest_cases("430902", "")) == [later.case]
    assert list(newest_cases("3204", "")) == []
    counts = write_inputs(newest_cases("430902", ""), tmp_path)
    assert counts.as_json()["households"] == 1
    (row,) = rows(tmp_path, "households")
    assert (row["case_id"], row["registration"]) == (0, "urban")
    assert row["place"] == case.request.application.household.place.code


def test_a_dataset_says_what_the_assessments_said(case, reviewer, tmp_path):
    publication = supervision.published(accounts.place("430902"), reviewer, AT)
    out = tmp_path / "out.parquet"
    with DuckDB() as engine:
        assess_batch(engine, folder_of(publication), out, codes=("dibao",))
    (row,) = pq.read_table(out).to_pylist()
    (told,) = assess(read_case(Assessment.objects.get().case), programmes=["dibao"])
    assert (row["dibao.met"], row["dibao.amount"]) == (told.verdict == "met", told.amount_fen)


def test_nothing_names_anybody(tmp_path):
    data = case_data({
        "people": ["self", "spouse"],
        "household": {"id": "4309021"},
        "items": [{"kind": "income", "class": "other", "code": "刘桂英给的", "amount_fen": 5,
                   "source": "刘桂英说的", "dataset": "隔壁王家"}],
    })  # fmt: skip
    data["members"][0]["name"] = "刘桂英"
    counts = write_inputs([data, {"date": "never"}], tmp_path)
    assert counts.as_json() == {
        "households": 1, "members": 2, "supporters": 0, "items": 1, "unreadable": 1,
    }  # fmt: skip
    text = json.dumps([rows(tmp_path, name) for name in FILES], ensure_ascii=False)
    assert not [one for one in text if "一" <= one <= "鿿"]
    (item,) = rows(tmp_path, "items")
    assert (item["code"], item["dataset"], item["amount_fen"]) == ("other", "", 5)
    assert {"name", "id", "address"}.isdisjoint(rows(tmp_path, "members")[0])


def test_published_once_and_never_changed(case, reviewer, warehouse):
    place = accounts.place("430902")
    publication = supervision.published(place, reviewer, AT)
    assert (publication.state, publication.counts["households"]) == ("done", 1)
    assert {path.stem for path in folder_of(publication).iterdir()} == set(FILES)
    assert Entry.objects.filter(noun="publication", verb="publish").exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.all().delete()


def test_one_at_a_time_and_by_those_of_the_place(case, reviewer):
    place = accounts.place("430902")
    with pytest.raises(Forbidden):
        ask_for_inputs(place=place, by=accounts.officer("auditor"), at=AT)
    elsewhere = accounts.officer("county_reviewer", accounts.CHANGZHOU_VILLAGE)
    with pytest.raises(Forbidden):
        ask_for_inputs(place=place, by=elsewhere, at=AT)
    ask_for_inputs(place=place, by=reviewer, at=AT)
    with pytest.raises(Refusal, match="正在更新"):
        ask_for_inputs(place=place, by=reviewer, at=AT)


def test_the_command_writes_the_files_and_says_how_many(case, tmp_path, capsys):
    call_command("inputs", "export", str(tmp_path / "out"), "--place", "430902")
    told = json.loads(capsys.readouterr().out)
    assert (told["households"], told["unreadable"]) == (1, 0)
    assert len(rows(tmp_path / "out", "members")) == told["members"] > 0
    entry = Entry.objects.get(noun="inputs")
    assert (entry.verb, entry.actor_kind) == ("export", "system")
