"""Ties between processes: who ends with whom, on Linux; elsewhere these calls do nothing."""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable

# Loaded before any fork: after a change of user the child may not read the library's directory.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
_RESET = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)


def end_with_parent(sig: int) -> None:
    """Ask the kernel to send `sig` to this process when the one that started it ends."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, sig, 0, 0, 0)


def child_setup(sig: int) -> Callable[[], None]:
    """For `preexec_fn`: default signal dispositions, and `sig` when the parent ends."""
    parent = os.getpid()

    def setup() -> None:
        for each in _RESET:
            signal.signal(each, signal.SIG_DFL)
        end_with_parent(sig)
        if os.getppid() != parent:  # the parent ended between fork and prctl
            os.kill(os.getpid(), signal.SIGKILL)

    return setup


def signal_group(pid: int, sig: int) -> None:
    """Signal a child's whole session; a group that is gone already is not an error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, sig)
