"""The product as `doudi demo` runs it, in a data folder of its own: started, looked at, ended.

`at_home` must come before anything of Django: it says where this process finds the database.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from doudi.cli.postgres import ROOT, _held, ensure_database, find_place, keeper_lives
from doudi.cli.processes import child_setup
from tests.chaos.disk import Disk

START = 120  # seconds; nothing is loaded, but the tables are looked at and web starts
WORKER, WEB, SUPERVISOR = "doudi.cli.main worker", "granian", "doudi.cli.main demo"


@dataclass
class Product:
    data: Path
    port: int
    disk: Disk
    process: "subprocess.Popen[bytes] | None" = None
    notes: list[str] = field(default_factory=list)

    @property
    def anchors(self) -> Path:
        return self.disk.folder / "anchors" / "anchors.jsonl"

    def at_home(self, gateway: str) -> None:
        """This process and its children now belong to the data folder."""
        for name in ("DATABASE_URL", "DOUDI_PG_DATA", "DOUDI_TOOL"):
            os.environ.pop(name, None)
        os.environ |= {
            "DOUDI_MODE": "demo",
            "DOUDI_DEMO_FAMILIES": "0",
            "DOUDI_DATA": str(self.data),
            "DOUDI_ANCHORS": str(self.anchors),
            "DOUDI_FILES": str(self.disk.folder / "files"),
            "DOUDI_SMS_GATEWAY": gateway,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
        }
        ensure_database()
        import django

        django.setup()

    def start(self) -> None:
        """As a person would: the supervisor brings its own server, worker and web."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        with (self.data / "product.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "doudi.cli.main", "demo"],
                cwd=ROOT, env=kept, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=child_setup(signal.SIGTERM),
            )  # fmt: skip
        until(self.is_well, START, "the product serves")

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        until(lambda: not self.pids(WEB) and not self.pids(WORKER), 30, "everything has ended")

    # ── looking ─────────────────────────────────────────────────────────────────────────────
    def health(self) -> dict[str, str]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return dict(json.load(answer))
        except (URLError, OSError, ValueError):
            return {}

    def serves(self) -> bool:
        return self.health().get("database") == "ok"

    def is_well(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"it ended: see {self.data}/product.log"
        return self.health() == {"database": "ok", "worker": "ok"}

    def pids(self, *words: str) -> list[int]:
        """Processes of this product only: they carry its data folder in their environment."""
        return [pid for pid, line in _living(self.data) if all(word in line for word in words)]

    def parents(self, pids: list[int]) -> list[int]:
        """Those of them that started another of them."""
        return [pid for pid in pids if any(_parent(one) == pid for one in pids)]

    def postmaster(self) -> int:
        """0 while there is none."""
        try:
            return int((find_place().data / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError, ValueError):
            return 0

    def connect(self) -> psycopg.Connection:
        """A connection beside the product's, for whoever looks or kills."""
        return psycopg.connect(
            host=str(find_place().socket), user="doudi", dbname="doudi", autocommit=True,
            application_name="chaos", connect_timeout=5,
        )  # fmt: skip

    def ask(self, statement: str, *values: object) -> list[tuple]:
        with self.connect() as link:
            return link.execute(statement, values or None).fetchall()

    def log(self) -> str:
        return (self.data / "product.log").read_text(errors="replace")

    def clear(self) -> None:
        """Ends the server and takes every folder of this run away."""
        place = find_place()
        while _held:
            os.close(_held.pop())
        until(lambda: not keeper_lives(place), 30, "the database has ended")
        self.disk.release()
        for folder in (self.data, place.socket, place.data.parent):
            shutil.rmtree(folder, ignore_errors=True)


def _living(data: Path) -> list[tuple[int, str]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            marked = f"DOUDI_DATA={data}".encode() in (folder / "environ").read_bytes()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if marked and line:
                found.append((int(folder.name), line))
    return found


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def until(done: Callable[[], bool], seconds: float, what: str, pause: float = 0.05) -> float:
    """Seconds that it took; raises TimeoutError when it took longer than allowed."""
    start = time.monotonic()
    while not done():
        if time.monotonic() - start > seconds:
            raise TimeoutError(f"waited {seconds} s in vain until {what}")
        time.sleep(pause)
    return time.monotonic() - start
