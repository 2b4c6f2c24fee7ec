"""Owns one PostgreSQL server for as long as somebody holds the users' lock.

Started by `doudi.cli.postgres` as a program of its own. The server is its direct child, so that
a killed postmaster is reaped and started again; the kernel drops the lock of a killed user, so
there is no count to go stale.
"""

import argparse
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from doudi.cli.processes import child_setup

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_timezone": "UTC",
}
ROLE = "doudi"


def run_as() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: `subprocess` arguments for the user nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Keeper:
    def __init__(self, bin_dir: Path, data: Path, socket: Path, log: Path) -> None:
        self.bin, self.data, self.socket, self.log = bin_dir, data, socket, log

    def own(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(directory, nobody.pw_uid, nobody.pw_gid)

    def create(self) -> None:
        """`initdb` into a folder beside, then one rename: a killed first start leaves no half."""
        fresh = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.own(fresh)
        options = ["--username", ROLE, "--auth", "trust", "--encoding", "UTF8", "--locale", "C"]
        options += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        with self.log.open("ab") as log:
            subprocess.run(
                [str(self.bin / "initdb"), "-D", str(fresh), *options],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=True, cwd="/",
                start_new_session=True, preexec_fn=child_setup(signal.SIGKILL), **run_as(),
            )  # fmt: skip
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def start(self) -> subprocess.Popen[bytes]:
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        where = ["-D", str(self.data), "-k", str(self.socket)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(self.bin / "postgres"), *where, *options],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
                start_new_session=True, preexec_fn=child_setup(signal.SIGINT), **run_as(),
            )  # fmt: skip

    def tool(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        where = ["-h", str(self.socket), "-U", ROLE]
        return subprocess.run(
            [str(self.bin / name), *where, *arguments],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, cwd="/",
        )  # fmt: skip

    def is_ready(self) -> bool:
        return self.tool("pg_isready", "-q", "-d", "postgres").returncode == 0

    def wait_until_ready(self, server: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        """A server that ends at once is started again: one before it may still be closing."""
        until = time.monotonic() + 120
        while not self.is_ready():
            if time.monotonic() > until:
                sys.exit(f"PostgreSQL does not start; its log is {self.log}")
            if server.poll() is not None:
                time.sleep(0.2)
                server = self.start()
            time.sleep(0.02)
        return server

    def create_database(self) -> None:
        known = self.tool("psql", "-d", "postgres", "-Atc", "SELECT datname FROM pg_database")
        if ROLE not in known.stdout.split():
            self.tool("createdb", ROLE)


def keep(keeper: Keeper, users: Path, alive: Path) -> None:
    mark = alive.open("ab")  # held until the end: this is how users know that a keeper lives
    fcntl.flock(mark, fcntl.LOCK_EX)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    keeper.own(keeper.socket)
    if not (keeper.data / "PG_VERSION").exists():
        keeper.create()
    server = keeper.wait_until_ready(keeper.start())
    keeper.create_database()
    os.write(1, b"ready\n")
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    with users.open("ab") as lock:
        while not _is_free(lock.fileno()):
            time.sleep(0.3)
            if server.poll() is not None:
                server = keeper.start()
        server.send_signal(signal.SIGINT)
        server.wait()


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("bin", "data", "socket", "users", "lock", "log"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    keep(Keeper(given.bin, given.data, given.socket, given.log), given.users, given.lock)


if __name__ == "__main__":
    main()
