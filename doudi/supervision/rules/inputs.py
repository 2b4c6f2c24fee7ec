"""Assessment inputs as the four files of a dataset, without anything that names a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policies.rules.batch_files import FILES, columns_of
from doudi.policies.rules.cases import Case, day_number, tables_of
from doudi.policies.rules.columns import ARROW
from doudi.policies.rules.schema import Faults, read_case
from doudi.policies.rules.unknown import Unknown

CHUNK = 2_000
CODE = re.compile(r"[a-z][a-z0-9_.]{0,39}")
INSTEAD = {"code": "other", "dataset": ""}
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Counts:
    """Rows of each file, and the inputs that could not be read."""

    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FILES.values(), 0))
    unreadable: int = 0

    def as_json(self) -> dict[str, int]:
        return {**self.rows, "unreadable": self.unreadable}


def write_inputs(cases: Iterable[object], folder: Path) -> Counts:
    """Writes the JSON inputs of assessments as Parquet files, numbered from 0 as they come."""
    counts = Counts()
    with ExitStack() as stack:
        writers = {
            grain: stack.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", _schema(grain)))
            for grain, name in FILES.items()
        }
        chunk: Rows = {grain: [] for grain in FILES}
        for data in cases:
            try:
                case = read_case(data)
            except Faults:
                counts.unreadable += 1
                continue
            _add(chunk, case, counts)
            if len(chunk["case"]) >= CHUNK:
                _flush(chunk, writers)
        _flush(chunk, writers)
    return counts


def hash_of(folder: Path) -> str:
    """SHA-256 over the four files."""
    found = hashlib.sha256()
    for name in FILES.values():
        with (folder / f"{name}.parquet").open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def _add(chunk: Rows, case: Case, counts: Counts) -> None:
    case_id = counts.rows[FILES["case"]]
    for grain, table in tables_of(case).items():
        for row, fields in enumerate(table):
            plain = {name: _plain(name, value) for name, value in fields.items()}
            chunk[grain].append({"case_id": case_id, "row": row, **plain})
        counts.rows[FILES[grain]] += len(table)
    chunk["case"][-1] |= {"date": day_number(case.date), "place": case.place}


def _plain(name: str, value: Any) -> Any:
    """Unknown is NULL; a text is a code or a list of codes, whatever somebody wrote."""
    if isinstance(value, Unknown):
        return None
    if not isinstance(value, str) or not value:
        return value
    if value.startswith("|"):
        kept = [one for one in value.strip("|").split("|") if CODE.fullmatch(one)]
        return "".join(f"|{one}" for one in kept) + "|"
    return value if CODE.fullmatch(value) else INSTEAD.get(name, "")


def _flush(chunk: Rows, writers: Mapping[str, pq.ParquetWriter]) -> None:
    for grain, rows in chunk.items():
        writers[grain].write_table(pa.Table.from_pylist(rows, schema=_schema(grain)))
        rows.clear()


def _schema(grain: str) -> pa.Schema:
    return pa.schema([(name, ARROW[kind]) for name, kind in columns_of(grain).items()])
