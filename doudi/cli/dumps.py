"""PostgreSQL's own tools on our database: which ones, and what stood in it at one moment."""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any, BinaryIO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from doudi.cli.postgres import DatabaseUnavailable, find_place

DEBIAN = "/usr/lib/postgresql/{major}/bin"
_RIGHTS = re.compile(r"\d+; \d+ \d+ (ACL|DEFAULT ACL|POLICY) ")
_ENVIRONMENT = {"dbname": "PGDATABASE"} | {
    name: f"PG{name.upper()}"
    for name in ("host", "port", "user", "password", "sslmode", "sslrootcert")
}
_ALIKE = (
    "SET TimeZone TO 'UTC'", "SET DateStyle TO ISO", "SET IntervalStyle TO postgres",
    "SET bytea_output TO hex", "SET row_security TO off",
)  # fmt: skip


def begin(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    """What was asked; from here on settings can be read, and what is written is for us alone."""
    given = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    os.umask(0o077)
    return given


class NoTool(Exception):
    """The right version of PostgreSQL's tools is missing; the text says what to install."""


class ToolFailed(Exception):
    """A tool ended with a fault; the text is its own."""


@dataclass(frozen=True)
class Table:
    """Rows, and the sum of a hash of each: equal wherever equal rows stand in any order."""

    rows: int
    sum: str


def connect(**options: bool) -> psycopg.Connection:
    return psycopg.connect(**conninfo_to_dict(os.environ["DATABASE_URL"]), **options)


def server_version(connection: psycopg.Connection) -> str:
    row = connection.execute("SHOW server_version").fetchone()
    return str(row[0]).split()[0] if row else ""


def counter(connection: psycopg.Connection) -> int:
    """The number that the next transaction gets."""
    sentence = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    row = connection.execute(sentence).fetchone()
    return int(row[0]) if row else 0


def names(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """(schema, table) of every table, in order."""
    return connection.execute(
        "SELECT schemaname::text, tablename::text FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
    ).fetchall()


def contents(connection: psycopg.Connection) -> dict[str, Table]:
    """Every table as it stands in the connection's snapshot. Reads it all once, on the server."""
    for setting in _ALIKE:
        connection.execute(setting)  # type: ignore[arg-type]
    return {f"{schema}.{name}": _content(connection, schema, name) for schema, name in
            names(connection)}  # fmt: skip


def _content(connection: psycopg.Connection, schema: str, name: str) -> Table:
    asked = sql.SQL(
        "SELECT count(*), coalesce(sum(('x' || left(md5(_row_::text), 16))::bit(64)::bigint), 0)"
        "::text FROM ONLY {} AS _row_"
    ).format(sql.Identifier(schema, name))
    row = connection.execute(asked).fetchone()
    assert row is not None
    return Table(int(row[0]), str(row[1]))


def migrations(connection: psycopg.Connection) -> dict[str, str]:
    """The newest migration of each app; empty for a database that has no tables yet."""
    row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if not row or not row[0]:
        return {}
    return dict(connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY 1"))


def tool(name: str, version: str) -> Path:
    """`pg_dump` or `pg_restore` of the server's own major version. Raises NoTool."""
    major = version.split(".")[0]
    on_path = shutil.which(name)
    places = [Path(DEBIAN.format(major=major)) / name, *([Path(on_path)] if on_path else [])]
    with contextlib.suppress(DatabaseUnavailable):
        places.append(find_place().bin / name)
    for place in places:
        if place.exists() and version_of(place) == major:
            return place
    raise NoTool(
        f"找不到 {major} 版的 {name}，数据库是 {version}：请安装 postgresql-client-{major}。"
        f" No {name} {major} for this server {version}: install postgresql-client-{major}."
    )


def version_of(program: Path) -> str:
    """The major version that a tool of PostgreSQL says of itself."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)", said.stdout)
    return found[1] if found else ""


def dump(program: Path, snapshot: str, out: "BinaryIO") -> None:
    """`pg_dump` of the moment that `snapshot` names, written to `out` as it comes."""
    asked = [str(program), "--format=custom", "--no-owner", f"--snapshot={snapshot}"]
    with _started(asked, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while data := process.stdout.read(1 << 20):
            out.write(data)
        _finish(process)


def load(program: Path, pieces: Callable[[], Iterable[bytes]]) -> None:
    """`pg_restore` in one transaction: all of it or nothing.

    Left out are rights and policies, which name logins that a new server need not have: `doudi
    prepare` gives them again.
    """
    asked = [str(program), "--no-owner", "--single-transaction", "--exit-on-error"]
    asked += ["--dbname", conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]]
    with NamedTemporaryFile("w", encoding="utf-8") as wanted:
        listed = _fed([str(program), "--list"], pieces())
        wanted.writelines(line for line in listed.splitlines(True) if not _RIGHTS.match(line))
        wanted.flush()
        _fed([*asked, "--use-list", wanted.name], pieces())


def _fed(asked: list[str], pieces: Iterable[bytes]) -> str:
    """What a tool says that is given these bytes; it may have enough before their end."""
    with TemporaryFile() as said, _started(asked, stdin=subprocess.PIPE, stdout=said) as process:
        assert process.stdin is not None
        try:
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
        except BrokenPipeError:
            pass
        except BaseException:
            process.kill()  # half an archive must not be taken for a whole one
            raise
        _finish(process)
        said.seek(0)
        return said.read().decode()


def _started(asked: list[str], **pipes: int | IO[Any]) -> "subprocess.Popen[bytes]":
    """The password goes by the environment: arguments are read by every user of the machine."""
    given = conninfo_to_dict(os.environ["DATABASE_URL"])
    place = {
        _ENVIRONMENT[name]: str(value) for name, value in given.items() if name in _ENVIRONMENT
    }
    return subprocess.Popen(asked, env=os.environ | place, stderr=subprocess.PIPE, **pipes)


def _finish(process: "subprocess.Popen[bytes]") -> None:
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace").strip()
    if process.wait():
        raise ToolFailed(said.splitlines()[-1] if said else f"status {process.returncode}")
