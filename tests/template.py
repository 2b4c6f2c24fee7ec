"""A database as the migrations leave it: the suite's databases begin as its copies."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
# What a migration may read besides itself, and the migrations of the packages.
SOURCES = ("doudi/**/migrations/*.py", "doudi/*/rules.py", "doudi/*/rules/*.py", "requirements/*")
NAME, MAKING, LOCK = "doudi_migrated_", "doudi_being_migrated", 4309021


def migrated(url: str) -> str:
    """Its name on the server of `url`; the first who asks makes it, old ones go."""
    name = NAME + digest()
    with psycopg.connect(address(url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        rows = server.execute("SELECT datname FROM pg_database WHERE datname ^@ %s", [NAME])
        known = {row[0] for row in rows}
        for old in known - {name}:
            server.execute(f'DROP DATABASE "{old}"')
        if name not in known:
            server.execute(f"DROP DATABASE IF EXISTS {MAKING}")
            server.execute(f"CREATE DATABASE {MAKING}")
            migrate(address(url, MAKING))
            server.execute(f'ALTER DATABASE {MAKING} RENAME TO "{name}"')
    return name


def digest() -> str:
    found = hashlib.sha256()
    for path in sorted(one for source in SOURCES for one in ROOT.glob(source)):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def address(url: str, database: str) -> str:
    """The same server, another database."""
    return f"{url.partition('?')[0].rpartition('/')[0]}/{database}"


def migrate(url: str) -> None:
    command = [sys.executable, "-m", "doudi.cli.main", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True)
