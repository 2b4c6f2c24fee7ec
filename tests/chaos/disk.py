"""A disk that can be full: files and anchors lie on it.

A small file system of its own where one may be mounted (root, most containers); else the largest
size that web and worker may write is set to nothing for a while, which fails the same writes.
"""

import contextlib
import os
import resource
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 48


@dataclass
class Disk:
    folder: Path

    @property
    def mounted(self) -> bool:
        return os.path.ismount(self.folder)

    @property
    def kind(self) -> str:
        return f"tmpfs of {MEGABYTES} MB" if self.mounted else "RLIMIT_FSIZE of web and worker"

    def prepare(self) -> None:
        self.folder.mkdir(exist_ok=True)
        asked = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(self.folder)]
        if not self.mounted:
            with contextlib.suppress(OSError):  # no such command
                subprocess.run(asked, capture_output=True, check=False)
        for name in ("files", "anchors"):
            (self.folder / name).mkdir(exist_ok=True)

    @contextlib.contextmanager
    def full(self, writers: Callable[[], list[int]]):  # type: ignore[no-untyped-def]
        """Within the block nothing can be written."""
        if self.mounted:
            ballast = self.folder / "ballast"
            _fill(ballast)
            yield
            ballast.unlink()
            return
        pids = writers()
        for pid in pids:
            _limit(pid, 0)
        yield
        for pid in pids:
            _limit(pid, resource.RLIM_INFINITY)

    def release(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "-l", str(self.folder)], capture_output=True, check=False)


def _fill(ballast: Path) -> None:
    handle = os.open(ballast, os.O_CREAT | os.O_WRONLY)
    try:
        with contextlib.suppress(OSError):
            while os.write(handle, b"\0" * 65536):
                pass
            while os.write(handle, b"\0"):
                pass
    finally:
        os.close(handle)


def _limit(pid: int, soft: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        wanted = hard if soft == resource.RLIM_INFINITY else soft
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (wanted, hard))
