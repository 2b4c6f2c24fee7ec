"""`doudi demo`: keeps database, worker and web running together, and ends them together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.error import URLError
from urllib.request import urlopen

from doudi.cli.postgres import ROOT, ensure_database, find_place, revive
from doudi.cli.prepare import STORIES, story_of, unknown_story
from doudi.cli.processes import child_setup, end_with_parent, signal_group
from doudi.cli.roles import address_for
from doudi.cli.serve import granian, is_taken, port_from_environment, taken_sentence

PATIENCE = 10  # seconds a part gets to end by itself
TICK = 0.2


@dataclass
class Part:
    """One child process in a session of its own, started again whenever it ends."""

    name: str  # also its role in the database
    argv: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0
    address: str = ""  # of the database, found at the first start

    def start(self) -> None:
        self.started = time.monotonic()
        self.address = self.address or address_for(os.environ["DATABASE_URL"], self.name)
        self.process = spawn(self.argv, address=self.address)

    def tend(self) -> None:
        """Restart if ended; one that ends at once again and again is given growing pauses."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        if lived < min(2**self.failures, 15):
            return
        self.failures = 0 if lived > 30 else self.failures + 1
        print(f"{self.name} ended; starting it again", file=sys.stderr)
        self.start()


def spawn(
    argv: list[str], stdout: int | None = None, address: str = ""
) -> "subprocess.Popen[bytes]":
    """`address`: of the database, where it is not the owner's."""
    return subprocess.Popen(
        argv,
        cwd=ROOT,
        env=os.environ | ({"DATABASE_URL": address} if address else {}),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        start_new_session=True,
        preexec_fn=child_setup(signal.SIGTERM),
    )


def doudi(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "doudi.cli.main", *arguments]


@dataclass
class Supervisor:
    port: int
    story: str = ""
    parts: list[Part] = field(default_factory=list)
    ending: bool = False
    announced: bool = False

    def run(self) -> int:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, self._end)
        embedded = "DATABASE_URL" not in os.environ
        ensure_database()
        loader = Loader(doudi("prepare", "--demo", *([self.story] if self.story else [])))
        worker = Part("worker", doudi("worker"))
        web = Part("web", granian("127.0.0.1", self.port))
        try:
            while not self.ending:
                if embedded:
                    revive(find_place())
                if loader.failed:
                    return 1
                self._start_when(worker, loader.said("prepared"))
                self._start_when(web, loader.said("ready") or loader.finished)
                for part in self.parts:
                    part.tend()
                self._announce()
                loader.tend()
                time.sleep(TICK)
        finally:
            end_all([part.process for part in self.parts] + [loader.process])
        return 0

    def _start_when(self, part: Part, may: bool) -> None:
        if may and part.process is None:
            self.parts.append(part)
            part.start()

    def _announce(self) -> None:
        if self.announced or not any(part.name == "web" for part in self.parts):
            return
        if answers(f"http://127.0.0.1:{self.port}/healthz"):
            self.announced = True
            print(f"Doudi 兜底 http://127.0.0.1:{self.port}  (Ctrl-C 结束 · ends it)", flush=True)

    def _end(self, *_: object) -> None:
        self.ending = True


class Loader:
    """Prepares the database and loads the demo; killed half-way, it starts again and goes on."""

    def __init__(self, argv: list[str]) -> None:
        self.argv = argv
        self._lines: set[str] = set()
        self.start()

    def start(self) -> None:
        self.process = spawn(self.argv, stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()

    def tend(self) -> None:
        if (self.process.poll() or 0) < 0:  # by a signal
            self.start()

    @property
    def finished(self) -> bool:
        return self.said("prepared") and self.process.poll() is not None

    @property
    def failed(self) -> bool:
        return (self.process.poll() or 0) > 0 and not self.said("prepared")

    def said(self, line: str) -> bool:
        return line in self._lines

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        with process.stdout as out:
            for raw in out:
                line = raw.decode(errors="replace").rstrip()
                self._lines.add(line)
                if line not in {"prepared", "ready"}:
                    print(line, flush=True)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:  # nosec B310 # our own health page
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def end_all(processes: "list[subprocess.Popen[bytes] | None]") -> None:
    """Ask, wait, then kill: whole sessions, so that no grandchild stays."""
    living = [p for p in processes if p is not None]
    for process in living:
        if process.poll() is None:
            signal_group(process.pid, signal.SIGTERM)
    _wait_for(lambda: all(p.poll() is not None for p in living), PATIENCE)
    for process in living:
        signal_group(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.05)


def demo_command(arguments: list[str]) -> int:
    """Serves until Ctrl-C: `doudi demo`, or a story of its own: `doudi demo raise-2023`.

    `--with-parent`: ends when the program that started it does.
    """
    story = story_of(arguments)
    if story not in STORIES:
        print(unknown_story(story), file=sys.stderr)
        return 1
    if "--with-parent" in arguments:
        end_with_parent(signal.SIGTERM)
    port = port_from_environment()
    if is_taken(port):
        print(taken_sentence(port, "make demo"), file=sys.stderr)
        return 1
    os.environ["DOUDI_MODE"] = "demo"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DOUDI_PORTAL_URL"] = f"http://127.0.0.1:{port}"
    print("正在准备数据库和演示数据…… · preparing database and demo families …", flush=True)
    return Supervisor(port, story).run()
