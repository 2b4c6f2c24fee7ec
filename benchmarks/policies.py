"""`doudi bench policies`: what the law as code costs, for one family and for a city.

The compiled law of dibao is set beside `dibao.sql`, the same law written by hand as one query.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow.parquet as pq

from benchmarks.agreement import differing, sampled
from benchmarks.batch_process import civil_affairs
from benchmarks.growth import SIZES, grown
from benchmarks.households import household
from doudi.policies.rules.assess import assess
from doudi.policies.rules.batch import assess_batch
from doudi.policies.rules.batch_files import FILES
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.parameters import bundle_for
from doudi.policies.rules.registry import programmes
from doudi.policies.rules.schema import read_case
from doudi.policies.rules.synthetic.city import City, write_city

ROOT = Path(__file__).resolve().parent.parent
HANDWRITTEN = Path(__file__).with_name("dibao.sql")
PLACE, ON = "430902", date(2026, 9, 14)  # whose standards dibao.sql holds
FAMILIES, WARM, ROUNDS, FEW = 2_000, 200, 3, 200
Given = dict[str, Any]


def main(argv: Sequence[str]) -> int:
    """Prints the figures; 1 if readers disagree anywhere."""
    given = _parser().parse_args(argv)
    if given.grow:
        sizes = [one for one in SIZES if one <= given.households]
        several = [measured(one, given.seed, spark=given.spark) for one in sizes]
        print(grown(several, ROOT / "docs" / "performance.svg"))
        return int(any(one["disagreements"] for one in several))
    found = measured(given.households, given.seed, given.city, spark=given.spark)
    print(json.dumps(found, ensure_ascii=False, indent=2) if given.json else _table(found))
    return int(found["disagreements"] > 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="doudi bench policies", description="规则的速度")
    parser.add_argument("--households", type=int, default=60_000, help="合成城市的户数")
    parser.add_argument("--seed", type=int, default=1, help="合成城市的种子")
    parser.add_argument("--city", type=Path, help="用这个文件夹里的城市，不另造")
    parser.add_argument("--spark", action="store_true", help="再用 Spark 读一遍")
    parser.add_argument("--grow", action="store_true", help="从一万户起，每次十倍，写出图")
    parser.add_argument("--json", action="store_true")
    return parser


def measured(households: int, seed: int, city: Path | None = None, *, spark: bool = False) -> Given:
    """All figures for one city; seconds are of a clock on the wall."""
    with TemporaryDirectory() as made, _city(households, seed, city) as folder:
        out = Path(made)
        found: Given = {
            "households": _count(folder, "households"),
            "persons": _count(folder, "members"),
            "programmes": len(civil_affairs()),
            **one_family(),
            **batch(folder, out),
            **by_hand(folder, out),
            **by_spark(folder, out, asked=spark),
        }
        compared, wrong = sampled(folder, out / "all.parquet", civil_affairs())
        found["compared_with_python"] = compared
        differences = found.pop("by_hand"), found.pop("by_spark"), len(wrong)
        return found | {"disagreements": sum(differences), "machine": machine()}


@contextmanager
def _city(households: int, seed: int, given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with TemporaryDirectory() as folder:
        write_city(City(households, seed, PLACE, ON), Path(folder))
        yield Path(folder)


def _count(city: Path, file: str) -> int:
    return int(pq.ParquetFile(city / f"{file}.parquet").metadata.num_rows)


# --- one family -------------------------------------------------------------------------------


def one_family() -> Given:
    """An explained verdict on all programmes, as `doudi assess` gives it, read once before."""
    cases = [read_case(household(number)) for number in range(FAMILIES)]
    bundles = {place: bundle_for(place, ON) for place in {case.place for case in cases}}
    for case in cases[:WARM]:
        assess(case, bundles[case.place], programmes())
    spent = [Spent.on(partial(assess, case, bundles[case.place], programmes())) for case in cases]
    wall = statistics.quantiles([one.wall * 1000 for one in spent], n=100)
    cpu = statistics.quantiles([one.cpu * 1000 for one in spent], n=100)
    return {
        "one_family_programmes": len(programmes()),
        "one_family_ms_p50": round(wall[49], 2),
        "one_family_ms_p99": round(wall[98], 2),
        "one_family_cpu_ms_p50": round(cpu[49], 2),
        "one_family_cpu_ms_p99": round(cpu[98], 2),
    }


# --- a city -----------------------------------------------------------------------------------


def batch(city: Path, out: Path) -> Given:
    """All civil-affairs programmes, in a fresh process, the rules compiled on a few first."""
    few = out / "few"
    _few(city, few)
    started = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch_process", few, city, out / "all.parquet"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    whole = time.perf_counter() - started
    found = json.loads(told)
    return {
        "rejected": found["rejected"],
        "batch_seconds": round(found["seconds"], 2),
        "batch_cpu_seconds": round(found["cpu_seconds"], 2),
        "batch_process_seconds": round(whole, 2),
        "batch_peak_mb": round(found["peak_mb"]),
    }


def _few(city: Path, folder: Path) -> None:
    """The first households of a city as a city of their own."""
    folder.mkdir()
    with DuckDB() as engine:
        for name in FILES.values():
            engine.write(
                f"SELECT * FROM '{city / name}.parquet' WHERE case_id < {FEW}",
                folder / f"{name}.parquet",
            )


@dataclass(frozen=True)
class Spent:
    """Seconds on the wall, and of all threads."""

    wall: float
    cpu: float

    @classmethod
    def on(cls, work: Callable[[], object]) -> Spent:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        return cls(time.perf_counter() - wall, time.process_time() - cpu)

    @classmethod
    def sum(cls, several: Sequence[Spent]) -> Spent:
        return cls(sum(one.wall for one in several), sum(one.cpu for one in several))

    @classmethod
    def least(cls, several: Sequence[Spent]) -> Spent:
        return cls(min(one.wall for one in several), min(one.cpu for one in several))


class Timed(DuckDB):
    """Notes what the answers took, all parts of a city, and their file."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Spent] = []

    def make(self, name: str, sql: str) -> None:
        spent = Spent.on(lambda: DuckDB.make(self, name, sql))
        if name.startswith("answers_"):
            self.answers.append(spent)

    def write(self, sql: str, path: Path) -> None:
        spent = Spent.on(lambda: DuckDB.write(self, sql, path))
        if "answers_" in sql:
            self.answers.append(spent)


def by_hand(city: Path, out: Path) -> Given:
    """Dibao alone, compiled and by hand, in turns; the best of some rounds each."""
    if _settings(city) != [(int(ON.strftime("%Y%m%d")), PLACE)]:
        return {"handwritten_sql_seconds": None, "ratio_to_handwritten": None, "by_hand": 0}
    compiled, checked, hand = [], [], []
    assess_timed(city, out / "compiled.parquet")  # compiles the rule
    for _ in range(ROUNDS):
        query, whole = assess_timed(city, out / "compiled.parquet")
        compiled.append(query)
        checked.append(whole)
        hand.append(handwritten(city, out / "hand.parquet"))
    mine, theirs = Spent.least(compiled), Spent.least(hand)
    return {
        "dibao_sql_seconds": round(mine.wall, 3),
        "dibao_batch_seconds": round(Spent.least(checked).wall, 3),
        "handwritten_sql_seconds": round(theirs.wall, 3),
        "ratio_to_handwritten": round(mine.wall / theirs.wall, 2),
        "ratio_of_cpu": round(mine.cpu / theirs.cpu, 2),
        "ratio_with_checked_rows": round(Spent.least(checked).wall / theirs.wall, 2),
        "by_hand": differing(out / "compiled.parquet", out / "hand.parquet"),
    }


def _settings(city: Path) -> list[tuple[int, str]]:
    with DuckDB() as engine:
        rows = engine.rows(f"SELECT DISTINCT date, place FROM '{city}/households.parquet'")
    return [(row["date"], row["place"]) for row in rows.to_pylist()]


def assess_timed(city: Path, out: Path) -> tuple[Spent, Spent]:
    """What dibao's query takes alone, and the batch with the check of every row."""
    with Timed() as engine:
        whole = Spent.on(lambda: assess_batch(engine, city, out, codes=["dibao"]))
        return Spent.sum(engine.answers), whole


def handwritten(city: Path, out: Path) -> Spent:
    with DuckDB() as engine:
        for name in FILES.values():
            engine.give(name, city / f"{name}.parquet")
        text = HANDWRITTEN.read_text(encoding="utf-8")
        return Spent.on(lambda: engine.write(text, out))


def by_spark(city: Path, out: Path, *, asked: bool) -> Given:
    """The batch once more by Spark, every household compared with DuckDB's answer."""
    if not asked:
        return {"spark_seconds": None, "by_spark": 0}
    from doudi.policies.rules.spark_reader import Spark

    answers = out / "spark.parquet"
    with Spark() as engine:
        spent = Spent.on(lambda: assess_batch(engine, city, answers, codes=civil_affairs()))
    return {
        "spark_seconds": round(spent.wall, 1),
        "by_spark": differing(out / "all.parquet", f"{answers}/*.parquet"),
    }


# --- what is printed --------------------------------------------------------------------------


def machine() -> Given:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processors": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory / 2**30, 1),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def _table(found: Given) -> str:
    return "\n".join(f"{name:<26}{value}" for name, value in found.items())
