"""Runs compiled rules for a province: the same steps on Spark. PySpark is an extra.

The rules' SQL is the same text but for what sqlglot spells otherwise. Each step is a table of its
own, as several later ones read it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from doudi.policies.rules.compiler import Program

Session = Any

# Local and quiet; nothing listens but on this machine, nothing is asked from outside.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}


class NoSpark(RuntimeError):
    """PySpark or a Java runtime is missing."""


@cache
def session(partitions: int = 2, memory: str = "2g") -> Session:
    """One session for the process. Raises `NoSpark` with what to install."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise NoSpark("没有装 PySpark：pip install 'doudi[spark]'，并安装 Java 17") from fault
    builder = SparkSession.builder.master("local[2]").appName("doudi")
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    builder = builder.config("spark.sql.shuffle.partitions", str(partitions))
    return builder.config("spark.driver.memory", memory).getOrCreate()


class Spark:
    """One session of the process, whose tables are dropped with the `with`.

    With `few` families the steps are interpreted: making code for them would take longer.
    """

    dialect = "spark"
    at_once = 0

    def __init__(self, *, few: bool = False) -> None:
        self.session = session()
        self.session.conf.set("spark.sql.codegen.wholeStage", str(not few).lower())
        self.session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN" if few else "FALLBACK")
        self.names: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in self.names:
            self.session.catalog.dropTempView(name)

    def give(self, name: str, table: pa.Table | Path) -> None:
        """A table to read from: Arrow, or a Parquet file."""
        parquet = isinstance(table, Path)
        frame = (
            self.session.read.parquet(str(table))
            if parquet
            else self.session.createDataFrame(table)
        )
        frame.createOrReplaceTempView(name)
        self.names.add(name)

    def view(self, name: str, sql: str) -> None:
        """A name for a SELECT."""
        self.session.sql(sql).createOrReplaceTempView(name)
        self.names.add(name)

    def make(self, name: str, sql: str) -> None:
        """A table of a SELECT's rows, made now.

        What it was made from is forgotten: a plan that holds all plans before it doubles with
        each step that reads two of them.
        """
        self.session.sql(sql).localCheckpoint().createOrReplaceTempView(name)
        self.names.add(name)

    def ready(self, program: Program) -> str:
        """The SELECT of a program's answers; each step is a table that later ones read."""
        for step in program.steps:
            self.make(step.name, step.sql)
        return program.answers

    def rows(self, sql: str) -> pa.Table:
        """The rows of a SELECT."""
        return self.session.sql(sql).toArrow()

    def write(self, sql: str, path: Path) -> None:
        """The rows of a SELECT as a folder of Parquet files."""
        self.session.sql(sql).write.mode("overwrite").parquet(str(path))
