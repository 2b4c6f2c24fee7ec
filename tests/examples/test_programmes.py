"""Every example of every programme, with plain Python; then on the other readers, to the fen."""

import pytest

from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.duckdb_reader import DuckDB
from tests.examples.given import Example, disagreements, examples, files_on


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.programme}: {one.name}")
def test_example(example: Example) -> None:
    (found,) = assess(example.case, example.bundle, [example.programme])
    expect = example.given["expect"]
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
    total: dict[str, int | None] = {"year": 0, "month": 0, "once": 0}
    for line in found.sheet:
        known = total[line.per]
        if line.role == "total":
            assert line.amount_fen is None or known == line.amount_fen, line.line
            total[line.per] = 0
        elif line.amount_fen is None or known is None:
            total[line.per] = None
        else:
            total[line.per] = known + line.amount_fen


def by_day() -> list[tuple[str, list[Example]]]:
    days: dict[str, list[Example]] = {}
    for one in examples():
        names = "、".join(file.name for file in files_on(one.case.date))
        days.setdefault(names, []).append(one)
    return list(days.items())


def differing(engine) -> list[str]:
    """Every answer of every programme for every example, wherever an engine says otherwise."""
    found = []
    for _, several in by_day():
        files = files_on(several[0].case.date)
        for index, *what in disagreements(engine, files, [(o.case, o.bundle) for o in several]):
            found.append(f"{several[index].name}: {what}")
    return found


@pytest.mark.long
def test_examples_on_duckdb() -> None:
    with DuckDB() as engine:
        assert differing(engine) == []


@pytest.mark.spark
def test_examples_on_spark() -> None:
    from doudi.policies.rules.spark_reader import Spark

    with Spark(few=True) as engine:
        assert differing(engine) == []
