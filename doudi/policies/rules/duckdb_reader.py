"""Runs compiled rules for a whole city: Arrow tables or Parquet files, by our own DuckDB."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from doudi.policies.rules.compiler import Program

# Nothing is loaded from outside; a table that is larger than memory goes to the folder.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class DuckDB:
    """One connection in memory, for the length of a `with`."""

    dialect = "duckdb"
    at_once = 24_000_000

    def __init__(self, memory: str = "", spill: Path | None = None) -> None:
        settings = dict(SETTINGS)
        if memory:
            settings["memory_limit"] = memory
        if spill:
            settings["temp_directory"] = str(spill)
        self.connection = duckdb.connect(config=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def give(self, name: str, table: pa.Table | Path) -> None:
        """A table to read from: Arrow, or a Parquet file."""
        if isinstance(table, Path):
            self.connection.read_parquet(str(table)).create_view(name)
        else:
            self.connection.register(name, table)

    def view(self, name: str, sql: str) -> None:
        """A name for a SELECT."""
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS\n{sql}")

    def make(self, name: str, sql: str) -> None:
        """A table of a SELECT's rows, made now."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS\n{sql}")

    def ready(self, program: Program) -> str:
        """The SELECT of a program's answers: one query, whose tables go to disk when large."""
        return program.text()

    def rows(self, sql: str) -> pa.Table:
        """The rows of a SELECT."""
        return self.connection.execute(sql).to_arrow_table()

    def write(self, sql: str, path: Path) -> None:
        """The rows of a SELECT as one Parquet file."""
        self.connection.execute(f"COPY (\n{sql}\n) TO '{_escaped(path)}' (FORMAT parquet)")


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
