"""One batch in a process of its own, so that its memory is its own.

The rules are compiled by a run over a few households first; then the whole city is timed, from
opened Parquet files to a Parquet file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from doudi.policies.rules.batch import assess_batch
from doudi.policies.rules.duckdb_reader import DuckDB
from doudi.policies.rules.registry import about, programmes


def civil_affairs() -> list[str]:
    """The programmes that the civil-affairs department decides."""
    return [code for code in programmes() if about(code).department == "civil_affairs"]


def main(argv: Sequence[str]) -> int:
    few, city, out = (Path(one) for one in argv)
    codes = civil_affairs()
    with TemporaryDirectory() as spill:
        with DuckDB(spill=Path(spill)) as engine:
            assess_batch(engine, few, out, codes=codes)
        with DuckDB(spill=Path(spill)) as engine:
            started, spent = time.perf_counter(), _spent()
            report = assess_batch(engine, city, out, codes=codes)
            found = {
                "seconds": time.perf_counter() - started,
                "cpu_seconds": _spent() - spent,
                "peak_mb": _peak_mb(),
                "households": report.households,
                "rejected": report.rejected,
            }
    print(json.dumps(found))
    return 0


def _spent() -> float:
    """Seconds of all threads of this process."""
    times = os.times()
    return times.user + times.system


def _peak_mb() -> float:
    """The most memory that was ever resident.

    `getrusage` would count that of the process that started this one.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
