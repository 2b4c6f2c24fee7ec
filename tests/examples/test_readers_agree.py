"""Batches of a thousand random families: the readers agree to the fen, unknown included."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.policies.rules.columns import Engine
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.schema import read_case
from tests.examples.given import Data, chosen, disagreements, family, files_on

BATCH = 1_000
FEW = 200  # Spark takes seconds for a day of the law, whatever the number of families
Given = tuple[Data, Data]


def batch(seed: int, size: int, places_choose: bool) -> list[Given]:
    """Families and what their places chose; without it every place keeps what is shipped."""
    random = Random(seed)
    several = [chosen(random) if places_choose else {} for _ in range(3)]
    return [(family(random), random.choice(several)) for _ in range(size)]


def differing(engine: Engine, several: list[Given]) -> list[Given]:
    """The families on which an engine and plain Python say different things."""
    found = []
    for day, same_day in groupby(sorted(several, key=day_of), key=day_of):
        group = list(same_day)
        cases = [read_case(data) for data, _ in group]
        bundles = [
            bundle_for(case.place, case.date).with_values(values)
            for case, (_, values) in zip(cases, group, strict=True)
        ]
        files = files_on(date.fromisoformat(day))
        pairs = list(zip(cases, bundles, strict=True))
        wrong = {index for index, *_ in disagreements(engine, files, pairs)}
        found += [group[index] for index in sorted(wrong)]
    return found


def day_of(one: Given) -> str:
    return str(one[0]["date"])


def smallest(one: Given, wrong: Callable[[Given], bool]) -> Given:
    """The family with all left out that does not matter to the disagreement."""
    data, values = one
    shorter = True
    while shorter:
        shorter = False
        for less in fewer(data):
            if wrong((less, values)):
                data, shorter = less, True
                break
    return data, values


def fewer(data: Data) -> list[Data]:
    """The same family with one thing less, in every way that still can be read."""
    found: list[Data] = []
    for name in ("items", "supporters"):
        several = data[name]
        found += [
            {**data, name: several[:index] + several[index + 1 :]} for index in range(len(several))
        ]
    for name in ("items", "members", "supporters"):
        for index, one in enumerate(data[name]):
            for key in set(one) - REQUIRED[name]:
                less = {**one}
                del less[key]
                found.append({**data, name: [*data[name][:index], less, *data[name][index + 1 :]]})
    return [one for one in found if readable(one)]


REQUIRED = {
    "items": {"kind", "class"}, "members": {"id", "relation", "born_on"},
    "supporters": {"id", "supports"},
}  # fmt: skip


def readable(data: Data) -> bool:
    try:
        read_case(data)
    except ValueError:
        return False
    return True


def check(engine: Engine, seed: int, size: int, places_choose: bool) -> None:
    wrong = differing(engine, batch(seed, size, places_choose))
    if wrong:
        with DuckDB() as duckdb:
            least: Any = smallest(wrong[0], lambda one: bool(differing(duckdb, [one])))
        raise AssertionError(f"{len(wrong)} of {size} families; the smallest: {least}")


@pytest.mark.long
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.integers(0, 2**32), st.booleans())
def test_readers_agree_on_random_families(seed: int, places_choose: bool) -> None:
    with DuckDB() as engine:
        check(engine, seed, BATCH, places_choose)


@pytest.mark.spark
def test_spark_agrees_on_random_families() -> None:
    from doudi.policies.rules.spark_reader import Spark

    with Spark(few=True) as engine:
        check(engine, seed=1, size=FEW, places_choose=True)
        check(engine, seed=2, size=FEW, places_choose=False)
