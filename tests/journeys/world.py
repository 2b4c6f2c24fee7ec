"""A real server for the journeys: own database, own data folder, own port; ended by its ids."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from psycopg.conninfo import conninfo_to_dict

from doudi.cli.postgres import ROOT
from doudi.cli.processes import child_setup, signal_group
from doudi.cli.roles import WEB, WORKER, address_as
from tests.template import address, migrated

# A working Monday under the Social Assistance Law; the demo's clock starts here.
BEGIN = "2026-09-14T09:00"


@dataclass
class World:
    """Where the story happens."""

    database: str
    data: Path
    port: int
    parts: list[subprocess.Popen[bytes]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # the last one that each officer used
    signed_in: dict[str, Any] = field(default_factory=dict)  # cookies by user name
    examined: set[tuple[Any, ...]] = field(default_factory=set)  # shapes of pages
    story: str = ""  # one of the demo's own, loaded by its command; else what set_up prepares

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def anchors(self) -> Path:
        return self.data / "anchors.jsonl"

    def environment(self, database: str = "") -> dict[str, str]:
        given = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
        return given | {
            "DATABASE_URL": address_of(database or self.database),
            "DOUDI_MODE": "demo",
            "DOUDI_DATA": str(self.data),
            "DOUDI_ANCHORS": str(self.anchors),
            "DOUDI_FILES": str(self.data / "files"),
            "DOUDI_STATIC": str(self.data / "static"),
            "DOUDI_PORTAL_URL": self.url,
            "DOUDI_WEB_WORKERS": "1",
            "PORT": str(self.port),
        }

    def doudi(self, *arguments: str, database: str = "") -> subprocess.CompletedProcess[str]:
        """One command of ours, as a person would give it; its output and exit status."""
        return run(["-m", "doudi.cli.main", *arguments], self.environment(database))

    def move_clock(self, step: str) -> None:
        done = self.doudi("clock", step)
        assert done.returncode == 0, done.stderr

    def prepare(self) -> None:
        if self.story:
            on_server(f'CREATE DATABASE "{self.database}"')
            done = self.doudi("prepare", "--demo", self.story)
        else:
            template = migrated(os.environ["DATABASE_URL"])
            on_server(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
            done = run(["-m", "tests.journeys.set_up", BEGIN], self.environment())
        assert done.returncode == 0, done.stderr

    def stage(self, station: str, place: str = "") -> dict[str, str]:
        """One more family at a station of its way: see tests.journeys.stage."""
        arguments = ["-m", "tests.journeys.stage", station, *([place] if place else [])]
        done = run(arguments, self.environment())
        assert done.returncode == 0, done.stderr
        found: dict[str, str] = json.loads(done.stdout)
        return found

    def start(self) -> None:
        """Web and worker each under its own role, as in a city."""
        for part, role in (("worker", WORKER), ("serve", WEB)):
            log = (self.data / f"{part}.log").open("ab")
            own = {"DATABASE_URL": address_as(address_of(self.database), role)}
            with log:
                self.parts.append(
                    subprocess.Popen(
                        [sys.executable, "-m", "doudi.cli.main", part],
                        cwd=ROOT,
                        env=self.environment() | own,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                        preexec_fn=child_setup(signal.SIGTERM),
                    )  # fmt: skip
                )
        wait_for(lambda: answers(f"{self.url}/healthz"), "the server answers", 60)

    def stop(self) -> None:
        for part in self.parts:
            signal_group(part.pid, signal.SIGTERM)
        for part in self.parts:
            try:
                part.wait(timeout=10)
            except subprocess.TimeoutExpired:
                signal_group(part.pid, signal.SIGKILL)
                part.wait()
        self.parts.clear()

    def personal(self) -> dict[str, Any]:
        """What tests.journeys.personal says of everything that was written here so far."""
        done = run(["-m", "tests.journeys.personal"], self.environment())
        assert done.returncode == 0, done.stderr
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def logs(self) -> str:
        return "\n".join(
            (self.data / f"{part}.log").read_text(errors="replace")
            for part in ("serve", "worker")
            if (self.data / f"{part}.log").exists()
        )


@contextmanager
def a_world(story: str = "") -> Iterator[World]:
    """A fresh one at the beginning, gone with the block."""
    with tempfile.TemporaryDirectory(prefix="doudi-journeys-") as folder:
        port = free_port()
        name = f"doudi_journeys_{os.getpid()}_{port}"
        made = World(name, Path(folder), port, story=story)
        try:
            made.prepare()
            made.start()
            yield made
        finally:
            made.stop()
            drop(made.database)


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def address_of(database: str) -> str:
    return address(os.environ["DATABASE_URL"], database)


def connect(database: str) -> psycopg.Connection:
    return psycopg.connect(**conninfo_to_dict(address_of(database)), autocommit=True)


def on_server(statement: str) -> None:
    with connect("postgres") as server:
        server.execute(statement)


def drop(database: str) -> None:
    on_server(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def wait_for(done, what: str, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, f"waited in vain until {what}"
        time.sleep(0.1)
