"""The servers under measurement: own database, web, worker; their processor time and memory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg

from doudi.cli.postgres import ROOT, ensure_database
from doudi.cli.processes import child_setup, signal_group

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class World:
    """Set the environment first (`begin`), then Django, then the servers (`serve`)."""

    database: str
    data: Path
    port: int = 0
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def begin(self) -> bool:
        """Makes the database where it is missing; True if it is new."""
        os.environ.setdefault("DOUDI_DATA", str(self.data))
        server = ensure_database()
        base, _, _ = server.partition("?")
        self.port = free_port()
        os.environ |= {
            "DATABASE_URL": f"{base.rpartition('/')[0]}/{self.database}",
            "DOUDI_MODE": "bench",
            "DOUDI_FILES": str(self.data / "files"),
            "DOUDI_ANCHORS": str(self.data / f"{self.database}.anchors.jsonl"),
            "DOUDI_PORTAL_URL": f"http://127.0.0.1:{self.port}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
        }
        self.data.mkdir(parents=True, exist_ok=True)
        with psycopg.connect(server, autocommit=True) as found:
            asked = found.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            new = asked.fetchone() is None
            if new:
                found.execute(f'CREATE DATABASE "{self.database}"')
        self.server = server
        return new

    def drop(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as found:
            found.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def serve(self) -> None:
        for name in ("worker", "serve"):
            with (self.data / f"{name}.log").open("wb") as log:
                self.parts[name] = subprocess.Popen(
                    [sys.executable, "-m", "doudi.cli.main", name], cwd=ROOT,
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                    preexec_fn=child_setup(signal.SIGTERM),
                )  # fmt: skip
        until = time.monotonic() + 60
        while not self.answers():
            if time.monotonic() > until:
                raise TimeoutError(f"the server does not answer; its log is in {self.data}")
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except (URLError, OSError):
            return False

    def end(self) -> None:
        for part in self.parts.values():
            signal_group(part.pid, signal.SIGTERM)
        for part in self.parts.values():
            try:
                part.wait(timeout=15)
            except subprocess.TimeoutExpired:
                signal_group(part.pid, signal.SIGKILL)
                part.wait()
        self.parts.clear()

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time so far: web, worker, this client, this server's PostgreSQL.

        PostgreSQL's is 0 where its processes are not on this machine or cannot be found.
        """
        web, worker = (_tree_cpu(self.parts[name].pid) for name in ("serve", "worker"))
        own = os.times()
        return {
            "web": web, "worker": worker, "postgres": self._postgres_cpu(),
            "client": own.user + own.system,
        }  # fmt: skip

    def memory_mb(self) -> dict[str, float]:
        """Resident memory of web and worker, and the private part of PostgreSQL's processes."""
        web, worker = (_tree_mb(self.parts[name].pid) for name in ("serve", "worker"))
        return {"web": web, "worker": worker, "postgres": _own_mb(self._postmaster())}

    def _postmaster(self) -> int:
        data = Path(os.environ["DOUDI_DATA"]) / "pg" / "postmaster.pid"
        if "127.0.0.1" in (urlsplit(self.server).hostname or ""):
            with psycopg.connect(self.server) as found:
                row = found.execute("SHOW data_directory").fetchone()
            data = Path(row[0] if row else "") / "postmaster.pid"
        try:
            return int(data.read_text().split()[0])
        except (OSError, IndexError):
            return 0

    def _postgres_cpu(self) -> float:
        pid = self._postmaster()
        return _tree_cpu(pid) if pid else 0.0


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    """All living descendants."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents.setdefault(int(_stat(int(folder.name))[1]), []).append(int(folder.name))
        except (OSError, IndexError):
            continue
    found, waiting = [], [pid]
    while waiting:
        more = parents.get(waiting.pop(), [])
        found += more
        waiting += more
    return found


def _tree_cpu(pid: int) -> float:
    """A process, its living descendants, and those of its children that have ended."""
    top = _stat(pid)
    total = sum(int(one) for one in top[11:15])
    for child in _children(pid):
        try:
            total += sum(int(one) for one in _stat(child)[11:13])
        except OSError:
            continue
    return total / TICKS


def _tree_mb(pid: int) -> float:
    total = 0
    for one in (pid, *_children(pid)):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
    return round(total * PAGE_MB, 1)


def _own_mb(pid: int) -> float:
    """Without what is shared: else each process would count the buffers again."""
    total = 0
    for one in _children(pid) if pid else []:
        try:
            _, resident, shared, *_ = Path(f"/proc/{one}/statm").read_text().split()
            total += int(resident) - int(shared)
        except OSError:
            continue
    return round(total * PAGE_MB, 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
