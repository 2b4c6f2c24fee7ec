"""`doudi assess-batch`: all programmes over Parquet files of families, without a database."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from doudi.policies.rules.batch import NoBatch, assess_batch, rejects_path
from doudi.policies.rules.batch_files import MissingColumns
from doudi.policies.rules.columns import Engine
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.parameters import ParameterFault
from doudi.policies.rules.registry import programmes
from doudi.policies.rules.spark_reader import NoSpark, Spark

WRONG = 2


def batch_command(argv: Sequence[str]) -> int:
    """`doudi assess-batch IN_DIR OUT.parquet [--engine duckdb|spark] [--programme P]`. 2: wrong."""
    given = _parser().parse_args(argv)
    strange = sorted(set(given.programme or ()) - set(programmes()))
    if strange:
        return _wrong(f"--programme：没有 {'、'.join(strange)}，只有 {'、'.join(programmes())}")
    if not given.out.parent.is_dir():
        return _wrong(f"{given.out.parent}：没有这个文件夹")
    started = time.monotonic()
    try:
        with TemporaryDirectory(dir=given.spill) as spill, _engine(given, Path(spill)) as engine:
            report = assess_batch(engine, given.folder, given.out, codes=given.programme or ())
    except (NoBatch, NoSpark, MissingColumns, ParameterFault, OSError) as fault:
        return _wrong(str(fault).splitlines()[0])
    found = asdict(report) | {
        "seconds": round(time.monotonic() - started, 2),
        "out": str(given.out),
        "rejects": str(rejects_path(given.out)),
    }
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="doudi assess-batch",
        description="对整个文件夹的家庭测算：households、members、supporters、items",
    )
    parser.add_argument("folder", type=Path, help="放四个文件的文件夹")
    parser.add_argument("out", type=Path, help="结果文件，Parquet；读不了的行另存 .rejects.parquet")
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--programme", action="append", help="只测算这一项，可重复")
    parser.add_argument("--memory", default="", help="DuckDB 最多用多少内存，如 4GB；其余写到磁盘")
    parser.add_argument("--spill", default=None, help="写到磁盘时用的文件夹")
    return parser


def _engine(given: argparse.Namespace, spill: Path) -> AbstractContextManager[Engine]:
    return Spark() if given.engine == "spark" else DuckDB(given.memory, spill)


def _wrong(line: str) -> int:
    sys.stderr.write(f"{line}\n")
    return WRONG
