"""`doudi demo` under kills: what was killed comes back, and nothing stays after the end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.faults
START = 180  # the first start loads the demo families


@dataclass
class Demo:
    process: "subprocess.Popen[bytes]"
    port: int
    data: Path

    def health(self) -> dict[str, str]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=3) as answer:
                return dict(json.load(answer))
        except HTTPError as error:
            with error:
                return {}
        except (URLError, OSError, ValueError):
            return {}

    def is_well(self) -> bool:
        assert self.process.poll() is None, f"it ended: see {self.data}/demo.log"
        return self.health() == {"database": "ok", "worker": "ok"}

    def pids(self, *words: str) -> list[int]:
        """Processes of this demo only: they carry its data folder in their environment."""
        return [pid for pid, line in living(self.data) if all(word in line for word in words)]

    def postmaster(self) -> int:
        """0 while there is none."""
        try:
            return int((self.data / "pg" / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return 0


def living(data: Path) -> list[tuple[int, str]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            marked = f"DOUDI_DATA={data}".encode() in (folder / "environ").read_bytes()
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if marked and line:
            found.append((int(folder.name), line))
    return found


def wait_until(condition, seconds: float) -> float:
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "waited too long"
        time.sleep(0.2)
    return time.monotonic() - start


def wait_until_gone(data: Path) -> None:
    """The longest end is a worker's whose database ended first: 15 s."""
    start = time.monotonic()
    while left := living(data):
        assert time.monotonic() - start < 30, f"still there: {left}"
        time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> Demo:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DOUDI_PG_DATA"}}
    places = {"DOUDI_DATA": str(data), "PORT": str(port), "DOUDI_DEMO_FAMILIES": "0"}
    log = (data / "demo.log").open("ab")
    with log:
        process = subprocess.Popen(
            [sys.executable, "-m", "doudi.cli.main", "demo"],
            env=kept | places,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    return Demo(process, port, data)


@pytest.fixture(scope="module")
def data():
    folder = Path("/var/tmp") / f"doudi-faults-{os.getpid()}"
    folder.mkdir()
    yield folder
    wait_until_gone(folder)
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def demo(data):
    running = start(data, free_port())
    wait_until(running.is_well, START)
    yield running
    running.process.kill()
    running.process.wait()
    wait_until_gone(data)


def test_a_killed_worker_comes_back(demo):
    for pid in demo.pids("doudi.cli.main worker"):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(demo.pids("doudi.cli.main worker")) == 1, 20)
    wait_until(demo.is_well, 20)


def test_a_killed_web_server_comes_back(demo):
    os.kill(min(demo.pids("granian")), signal.SIGKILL)
    wait_until(lambda: not demo.health(), 5)
    wait_until(demo.is_well, 30)


def test_a_killed_web_worker_comes_back(demo):
    before = set(demo.pids("granian"))
    os.kill(max(before), signal.SIGKILL)
    wait_until(lambda: set(demo.pids("granian")) - before, 20)
    wait_until(demo.is_well, 20)


def test_a_killed_database_comes_back(demo):
    before = demo.postmaster()
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: demo.postmaster() not in {0, before} and demo.is_well(), 40)


def test_a_killed_keeper_comes_back(demo):
    for pid in demo.pids("doudi.cli.keeper"):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: demo.pids("doudi.cli.keeper") and demo.is_well(), 40)


def test_a_worker_asked_to_end_ends_though_the_database_went_with_it(demo):
    """Nobody starts anything again meanwhile: as when a machine shuts down."""
    resting = [demo.process.pid, *demo.pids("doudi.cli.keeper")]
    for pid in resting:
        os.kill(pid, signal.SIGSTOP)
    try:
        for pid in demo.pids("doudi.cli.main worker"):
            os.kill(pid, signal.SIGTERM)
        os.kill(demo.postmaster(), signal.SIGKILL)
        wait_until(lambda: not demo.pids("doudi.cli.main worker"), 25)
    finally:
        for pid in resting:
            os.kill(pid, signal.SIGCONT)


def test_an_interrupt_leaves_nothing(data):
    demo = start(data, free_port())
    wait_until(demo.is_well, START)
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(timeout=20) == 0
    wait_until_gone(data)


def test_a_killed_supervisor_leaves_nothing_and_the_next_start_serves(data):
    demo = start(data, free_port())
    wait_until(demo.is_well, START)
    demo.process.kill()
    demo.process.wait()
    wait_until_gone(data)
    again = start(data, free_port())
    try:
        wait_until(again.is_well, START)
    finally:
        again.process.terminate()
        again.process.wait(timeout=20)
