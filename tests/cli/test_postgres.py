"""The embedded PostgreSQL: one server for all who use it, none when nobody does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from doudi.cli import postgres

USE = """
import sys, time
from doudi.cli.postgres import ensure_database
print(ensure_database(), flush=True)
time.sleep(float(sys.argv[1]))
"""


@pytest.fixture
def data(tmp_path_factory):
    """A place that the user nobody can reach, as pytest's own folders are 0700."""
    folder = Path("/var/tmp") / f"doudi-test-{os.getpid()}-{time.monotonic_ns()}"
    folder.mkdir()
    yield folder / "pg"
    wait_until(lambda: not serves(folder / "pg"))
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def use(data: Path, seconds: float = 60) -> "subprocess.Popen[str]":
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", USE, str(seconds)],
        env=environment | {"DOUDI_PG_DATA": str(data)},
        stdout=subprocess.PIPE,
        text=True,
    )


def url_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(*processes: "subprocess.Popen[str]") -> None:
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def pid_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def serves(data: Path) -> bool:
    return (data / "postmaster.pid").exists()


def keeper_of(data: Path) -> int:
    status = Path(f"/proc/{pid_of(data)}/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("PPid")).split()[1])


def wait_until(condition, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_six_at_once_share_one_server_and_the_last_one_stops_it(data):
    users = [use(data) for _ in range(6)]
    urls = {url_of(user) for user in users}
    assert len(urls) == 1
    assert answers(urls.pop())
    first = pid_of(data)
    end(*users[:5])
    time.sleep(1)
    assert pid_of(data) == first
    end(users[5])
    wait_until(lambda: not serves(data))


def test_a_killed_postmaster_comes_back_with_its_data(data):
    user = use(data)
    url = url_of(user)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    os.kill(pid_of(data), signal.SIGKILL)
    wait_until(lambda: answers(url))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    end(user)


def test_after_a_killed_keeper_the_next_user_starts_both(data):
    user = use(data)
    url = url_of(user)
    os.kill(keeper_of(data), signal.SIGKILL)
    wait_until(lambda: not answers(url))
    other = use(data)
    assert url_of(other) == url
    assert answers(url)
    end(user, other)


def test_a_set_address_starts_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("DOUDI_PG_DATA", str(tmp_path / "pg"))
    assert postgres.ensure_database() == "postgres://somewhere/else"
    assert not list(tmp_path.iterdir())


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    trap = tmp_path / "laid"
    trap.symlink_to(tmp_path)
    with pytest.raises(postgres.DatabaseUnavailable, match="somebody else"):
        postgres._make_own(trap, 0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may not run PostgreSQL itself")
def test_below_a_closed_folder_root_uses_copied_binaries(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not postgres._open_to_all(closed / "pg")
