"""`make bench`: both readers of the law on this machine, as JSON.

The Python reader explains one family at a time; DuckDB reads a whole city by one query, and a
sample of its answers is compared with the Python reader's, to the fen.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow.parquet as pq

from benchmarks.households import ON, household
from doudi.policies.rules import duckdb_reader
from doudi.policies.rules.assess import Assessment, assess
from doudi.policies.rules.cases import Case
from doudi.policies.rules.duckdb_reader import GRAINS, arrow_tables, compiled
from doudi.policies.rules.parameters import Bundle, bundle_for
from doudi.policies.rules.registry import RuleFile, kinds_of, rule_for, values_for
from doudi.policies.rules.schema import case_of, read_case
from doudi.policies.rules.unknown import UNKNOWN

FAMILIES = 2_000
CITY = 100_000
SAMPLE = 1_000
BATCH = 10_000


def main() -> None:
    """Prints the figures; ends with 1 if the readers disagree."""
    file = rule_for("dibao", ON)
    if file is None:
        raise SystemExit("no rule in force")
    bundles = {place: bundle_for(place, ON) for place in ("430902", "3204")}
    found = {
        "machine": machine(),
        "rule": file.name,
        "python_reader": one_by_one(bundles),
        "duckdb_reader": whole_city(file, bundles),
    }
    print(json.dumps(found, ensure_ascii=False, indent=2))
    sys.exit(found["duckdb_reader"]["disagreements"] > 0)


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processors": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory / 2**30, 1),
        "load_at_start": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
    }


def one_by_one(bundles: Mapping[str, Bundle]) -> dict[str, Any]:
    """Microseconds for an explained verdict, and for reading and checking its JSON."""
    reading, assessing, verdicts = [], [], []
    for number in range(FAMILIES):
        data = household(number)
        started = time.perf_counter()
        case = read_case(data)
        read = time.perf_counter()
        (told,) = assess(case, bundles[case.place])
        assessing.append(time.perf_counter() - read)
        reading.append(read - started)
        verdicts.append(told.verdict)
    return {
        "families": FAMILIES,
        "read_median_us": _us(statistics.median(reading)),
        "assess_median_us": _us(statistics.median(assessing)),
        "assess_95th_us": _us(statistics.quantiles(assessing, n=20)[-1]),
        "verdicts": {name: verdicts.count(name) for name in sorted(set(verdicts))},
    }


def whole_city(file: RuleFile, bundles: Mapping[str, Bundle]) -> dict[str, Any]:
    """Seconds for all answers of `CITY` households in Parquet files, by one query."""
    with TemporaryDirectory() as folder:
        paths = write_city(Path(folder), file, bundles)
        size = sum(path.stat().st_size for path in paths.values())
        started = time.perf_counter()
        sql = compiled(file)
        compiling = time.perf_counter() - started
        started = time.perf_counter()
        rows = duckdb_reader.run(paths, sql)
        seconds = time.perf_counter() - started
    sample = range(0, CITY, CITY // SAMPLE)
    wrong = [number for number in sample if not agrees(rows[number], *_told(number, bundles))]
    return {
        "households": len(rows),
        "parquet_mib": round(size / 2**20, 1),
        "compile_seconds": round(compiling, 2),
        "seconds": round(seconds, 2),
        "households_per_second": round(CITY / seconds),
        "compared_with_python": len(sample),
        "disagreements": len(wrong),
        "unknown": sum(row["met"] is UNKNOWN for row in rows),
    }


def write_city(folder: Path, file: RuleFile, bundles: Mapping[str, Bundle]) -> dict[str, Path]:
    """The five tables of the city as Parquet, written batch by batch."""
    values = {place: values_for(file, bundle) for place, bundle in bundles.items()}
    paths = {f"{grain}_0": folder / f"{grain}.parquet" for grain in GRAINS}
    writers: dict[str, pq.ParquetWriter] = {}
    for cases in city():
        first = int(cases[0].id)
        tables = arrow_tables(cases, [values[case.place] for case in cases], kinds_of(file), first)
        for name, table in tables.items():
            if name not in writers:
                writers[name] = pq.ParquetWriter(paths[name], table.schema)
            writers[name].write_table(table)
    for writer in writers.values():
        writer.close()
    return paths


def city() -> Iterator[Sequence[Case]]:
    for first in range(0, CITY, BATCH):
        yield [case_of(household(number)) for number in range(first, first + BATCH)]


def _told(number: int, bundles: Mapping[str, Bundle]) -> tuple[Assessment]:
    case = read_case(household(number))
    return assess(case, bundles[case.place], ["dibao"])  # type: ignore[return-value]


def agrees(row: Mapping[str, Any], told: Assessment) -> bool:
    """Verdict, amount, base, people and every criterion, unknown included."""
    plain = {name: None if value is UNKNOWN else value for name, value in row.items()}
    verdicts = {None: "unknown", True: "met", False: "not_met"}
    mine = [(verdicts[plain["met"]], plain["amount"], plain["people"], plain["over_by"])]
    mine += [
        (verdicts[plain[f"{one.id}.result"]], plain[f"{one.id}.value"]) for one in told.criteria
    ]
    theirs: list[tuple[Any, ...]] = [
        (told.verdict, told.amount_fen, told.people, told.over_by_fen),
        *((one.result, one.value) for one in told.criteria),
    ]
    return mine == theirs


def _us(seconds: float) -> int:
    return round(seconds * 1_000_000)


if __name__ == "__main__":
    main()
