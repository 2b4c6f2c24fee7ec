"""Every example of every programme, on plain Python and on DuckDB."""

from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml

from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.duckdb_reader import read_many
from doudi.policies.rules.parameters import Bundle, bundle_for
from doudi.policies.rules.registry import PROGRAMMES, programmes, rule_for
from doudi.policies.rules.schema import read_case
from doudi.policies.rules.unknown import UNKNOWN


def case_data(given: dict[str, Any]) -> dict[str, Any]:
    data = {"date": "2026-09-14", "place": "430902", "registration": "urban", **given}
    for index, relation in enumerate(data.pop("people", ())):
        person = {"id": f"p{index}", "relation": relation, "born_on": "1960-01-01", "sex": "male"}
        data.setdefault("members", []).append(person)
    return data


def bundle_of(given: dict[str, Any]) -> Bundle:
    data = case_data(given["case"])
    bundle = bundle_for(data["place"], date.fromisoformat(data["date"]))
    return bundle.with_values(given.get("values", {}))


def examples() -> list[Any]:
    found = []
    for programme in programmes():
        data = yaml.safe_load((PROGRAMMES / programme / "examples.yaml").read_text("utf-8"))
        found += [pytest.param(programme, one, id=one["name"]) for one in data["examples"]]
    return found


EXAMPLES = examples()


@cache
def city_answers(programme: str) -> dict[str, tuple[dict, list[dict]]]:
    """All examples of a programme by one query per rule file."""
    found = {}
    given = [param.values[1] for param in EXAMPLES if param.values[0] == programme]
    by_file: dict[Any, list[dict]] = {}
    for one in given:
        on = date.fromisoformat(case_data(one["case"])["date"])
        by_file.setdefault(rule_for(programme, on), []).append(one)
    for file, several in by_file.items():
        cases = [read_case(case_data(one["case"])) for one in several]
        bundles = [bundle_of(one) for one in several]
        members = read_many(file, cases, bundles, "member")
        for index, row in enumerate(read_many(file, cases, bundles)):
            own = [member for member in members if member["case_id"] == index]
            found[several[index]["name"]] = (row, own)
    return found


def verdict(value: object) -> str:
    return "unknown" if value is UNKNOWN else "met" if value else "not_met"


def number(value: object) -> object:
    return None if value is UNKNOWN else value


@pytest.mark.parametrize(("programme", "example"), EXAMPLES)
def test_example_with_plain_python(programme, example):
    (found,) = assess(read_case(case_data(example["case"])), bundle_of(example), [programme])
    expect = example["expect"]
    assert found.verdict == expect["verdict"]
    for name in {"amount_fen", "base_fen", "people", "over_by_fen"} & set(expect):
        assert getattr(found, name) == expect[name], name
    assert len(found.remarks) == expect.get("remarks", len(found.remarks))
    results = {one.id: one.result for one in found.criteria}
    assert results | expect.get("criteria", {}) == results
    lines = {one.line: one.amount_fen for one in found.sheet}
    assert lines | expect.get("sheet", {}) == lines
    grounds = {one.id: one.ground for one in found.members}
    assert grounds | expect.get("ground", {}) == grounds
    extras = {one.id: one.extra_fen for one in found.members}
    assert extras | expect.get("extra", {}) == extras
    check_sheet_adds_up(found)


def check_sheet_adds_up(found: Assessment) -> None:
    total = {"year": 0, "month": 0}
    for line in found.sheet:
        if line.role == "total":
            assert line.amount_fen is None or total[line.per] == line.amount_fen, line.line
            total[line.per] = 0
        elif line.amount_fen is None or total[line.per] is None:
            total[line.per] = None
        else:
            total[line.per] += line.amount_fen


@pytest.mark.parametrize(("programme", "example"), EXAMPLES)
def test_example_on_duckdb(programme, example):
    row, members = city_answers(programme)[example["name"]]
    (found,) = assess(read_case(case_data(example["case"])), bundle_of(example), [programme])
    assert verdict(row["met"]) == example["expect"]["verdict"]
    assert number(row["amount"]) == found.amount_fen
    assert number(row["people"]) == found.people
    assert number(row["over_by"]) == found.over_by_fen
    assert [verdict(row[f"{one.id}.result"]) for one in found.criteria] == [
        one.result for one in found.criteria
    ]
    assert [number(row[f"{one.id}.value"]) for one in found.criteria] == [
        one.value for one in found.criteria
    ]
    assert [number(one["ground"]) for one in members] == [one.ground for one in found.members]
    assert [number(one["extra"]) for one in members] == [one.extra_fen for one in found.members]
