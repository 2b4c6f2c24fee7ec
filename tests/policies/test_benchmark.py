"""The benchmark's families are of many kinds, and what it times gives the same answers."""

import json

import pytest

from benchmarks import policies
from benchmarks.agreement import differing
from benchmarks.growth import grown
from benchmarks.households import PLACES, household
from doudi.cli.bench import bench_command
from doudi.policies.rules.assess import assess
from doudi.policies.rules.schema import case_of, read_case
from doudi.policies.rules.synthetic.city import City, write_city


def test_generated_households_are_valid_and_repeatable():
    for number in range(300):
        data = household(number)
        assert data == household(number)
        assert read_case(data) == case_of(data)


def test_generated_households_differ():
    cases = [read_case(household(number)) for number in range(300)]
    found = [assess(case, None, ["dibao"])[0] for case in cases]
    assert {case.place for case in cases} == set(PLACES)
    assert {one.verdict for one in found} == {"met", "not_met", "unknown"}
    assert len({one.amount_fen for one in found}) > 50
    for number in (2, 3, 4, 5, 6):
        results = {one.criteria[number - 1].result for one in found}
        assert len(results) > 1 or number == 5, number


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("city")
    write_city(City(2_500, 7, policies.PLACE, policies.ON), folder)
    return folder


def test_a_city_is_measured_and_all_readers_agree(city, capsys, monkeypatch):
    monkeypatch.setattr(policies, "FAMILIES", 20)
    assert bench_command(["policies", "--city", str(city), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["households"] == 2_500
    assert found["compared_with_python"] == 2_000
    assert found["disagreements"] == 0
    assert found["ratio_to_handwritten"] > 0
    assert found["spark_seconds"] is None


def test_one_other_answer_is_a_disagreement(city, tmp_path):
    policies.handwritten(city, tmp_path / "one.parquet")
    with policies.DuckDB() as engine:
        engine.write(
            f'SELECT * REPLACE ("dibao.amount" + (case_id = 5)::INT AS "dibao.amount") '
            f"FROM '{tmp_path}/one.parquet' WHERE case_id <> 6",
            tmp_path / "other.parquet",
        )
    assert differing(tmp_path / "one.parquet", tmp_path / "other.parquet") == 2


def test_the_law_by_hand_is_that_of_one_place(tmp_path):
    write_city(City(50, 1, "3204", policies.ON), tmp_path)
    assert policies.by_hand(tmp_path, tmp_path)["ratio_to_handwritten"] is None


def test_growth_is_a_table_and_a_chart(tmp_path):
    several = [
        {"households": 10**power, "batch_seconds": 0.1 * 10 ** (power - 4)} for power in (4, 5)
    ]
    assert "| 100,000 |" in grown(several, tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text().count("<circle") == 2


def test_an_unknown_measurement_is_refused(capsys):
    assert bench_command(["dreams"]) == 2
    assert "policies" in capsys.readouterr().err
