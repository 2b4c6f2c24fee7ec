"""The restore drill: a platform that is being written to is backed up, and rises elsewhere.

`python -m tests.faults.restore_drill` prints one line of JSON; 1 when anything is different, lost,
or readable without the keys. Two data folders, each with a PostgreSQL of its own, and keys made for
this run alone.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
KEYS = ("SECRET_KEY", "DATA_KEY_1", "INDEX_KEY", "SEAL_KEY", "BACKUP_KEY")
PATIENCE = 60


def main() -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="doudi-drill-", dir="/var/tmp") as folder:
        home = Path(folder)
        home.chmod(0o755)  # as root, PostgreSQL runs as nobody
        keys = {f"DOUDI_{name}": secrets.token_hex(32) for name in KEYS}
        first, second = (environment(home / name, keys) for name in ("first", "second"))
        said = _drill(first, second, home / "kept", list(keys.values()))
    said["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(said, ensure_ascii=False))  # noqa: T201
    return status(said)


def status(said: dict[str, Any]) -> int:
    """0 only when nothing is different and both hands wrote while the backup was made."""
    wrote = all(said["wrote"].values())
    return 0 if wrote and not (said["differences"] or said["wrong"] or said["keys_found"]) else 1


def environment(data: Path, keys: dict[str, str]) -> dict[str, str]:
    """Everything of one machine: its folder, its keys, no database but its own."""
    ours = ("DATABASE_URL", "DOUDI_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    data.mkdir()
    return kept | keys | {
        "DOUDI_MODE": "test", "DOUDI_DATA": str(data), "DOUDI_STATIC": str(data / "static"),
        "DOUDI_WEB_WORKERS": "1", "PORT": str(_free_port()), "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip


def _drill(
    first: dict[str, str], second: dict[str, str], kept: Path, keys: list[str]
) -> dict[str, Any]:
    os.environ.clear()
    os.environ.update(first)
    _raise_first()
    from doudi.cli.postgres import ensure_database
    from tests.faults.staged import writing

    address = ensure_database()
    with _running(first, "worker"), _running(first, "serve"):
        url = f"http://127.0.0.1:{first['PORT']}"
        _wait(lambda: _is_well(url), "web and worker answer")
        with writing(url) as wrote:
            _wait(lambda: all(wrote.values()), "both hands write")
            before = dict(wrote)
            clock = time.monotonic()
            made = _doudi(first | {"DATABASE_URL": address}, "backup", str(kept))
            seconds_backup = time.monotonic() - clock
            while_backed_up = {name: wrote[name] - before[name] for name in wrote}
    clock = time.monotonic()
    back = _doudi(second, "restore", made["folder"], may_fail=True)
    seconds_restore = time.monotonic() - clock
    with _running(second, "worker"):
        looked = _run(second, "-m", "tests.faults.restored", may_fail=True)
    return {
        "tables": made["tables"], "rows": made["rows"], "files": looked["files"],
        "seals": looked["seals"], "differences": back["differences"],
        "different": back["different"], "wrong": looked["wrong"],
        "keys_found": keys_in(Path(made["folder"]), keys), "wrote": while_backed_up,
        "bytes": made["bytes"], "seconds_backup": round(seconds_backup, 1),
        "seconds_restore": round(seconds_restore, 1),
    }  # fmt: skip


def _raise_first() -> None:
    from doudi.cli.postgres import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from doudi.cli.prepare import update
    from tests.faults.staged import world

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    update()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    world()
    connection.close()


def keys_in(folder: Path, keys: list[str]) -> list[str]:
    """Files of the backup, and what is inside them once unlocked, where a key can be read."""
    from doudi.cli.stream import Reader

    key = bytes.fromhex(os.environ["DOUDI_BACKUP_KEY"])
    spellings = [text for one in keys for text in (one.encode(), bytes.fromhex(one))]
    found = []
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        if path.suffix == ".sealed":
            content += b"".join(Reader(path, key, path.stem))
        if any(spelling in content for spelling in spellings):
            found.append(path.name)
    return found


@contextmanager
def _running(environment: dict[str, str], part: str) -> Iterator[None]:
    log = Path(environment["DOUDI_DATA"]) / f"{part}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "doudi.cli.main", part], cwd=ROOT, env=environment,
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _doudi(environment: dict[str, str], *words: str, may_fail: bool = False) -> dict[str, Any]:
    return _run(environment, "-m", "doudi.cli.main", *words, may_fail=may_fail)


def _run(environment: dict[str, str], *words: str, may_fail: bool = False) -> dict[str, Any]:
    """The last line that a program of ours prints, as JSON."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if not done.stdout or (done.returncode and not may_fail):
        raise SystemExit(f"{' '.join(words)}: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _is_well(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:
            return json.load(answer) == {"database": "ok", "worker": "ok"}
    except (URLError, OSError):
        return False


def _wait(done: Any, what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > until:
            raise SystemExit(f"waited in vain until {what}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
