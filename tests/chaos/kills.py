"""What befalls the product, by kind. Each does its harm once, at whatever moment it is called."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import psycopg

from doudi.audit.actions import _SEALING
from tests.chaos.product import WEB, WORKER, Product, until
from tests.chaos.watch import Watch
from tests.chaos.wire import Wire

# How often each comes among a hundred: what is dear to come back from comes less often.
WEIGHTS = {
    "dropped_answer": 40,  # the wire is cut between commit and answer
    "backend_ended": 23,  # pg_terminate_backend, of one that is at work if there is one
    "web_worker": 9,
    "web": 1,
    "worker": 8,
    "sealing": 6,  # the worker, in the middle of sealing
    "postmaster": 3,
    "backend": 2,  # kill -9 of a backend: PostgreSQL ends all others and recovers
    "disk_full": 3,
    "clock": 5,
}
PAUSE = 0.2  # seconds at most between coming back and the next one
FULL = 1.5  # seconds


@dataclass
class Kills:
    product: Product
    wire: Wire
    watch: Watch
    chance: random.Random

    def plan(self, count: int) -> list[str]:
        """So many kinds in a random order, by their weights; each kind at least once."""
        kinds = [k for k, weight in WEIGHTS.items() for _ in range(max(1, count * weight // 100))]
        kinds += ["dropped_answer"] * (count - len(kinds))
        kinds = kinds[:count]
        self.chance.shuffle(kinds)
        return kinds

    def do(self, kind: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "dropped_answer": self.drop_answer,
            "backend_ended": self.end_backend,
            "web_worker": self.kill_web_worker,
            "web": self.kill_web,
            "worker": self.kill_worker,
            "sealing": self.kill_sealing,
            "postmaster": self.kill_postmaster,
            "backend": self.kill_backend,
            "disk_full": self.fill_disk,
            "clock": self.move_clock,
        }
        acts[kind]()

    def drop_answer(self) -> None:
        if not self.wire.cut_next(20):
            raise TimeoutError("nobody sent a form for 20 s")

    def end_backend(self) -> None:
        with self.product.connect() as link:
            pid = self._backend(link)
            if pid:
                link.execute("SELECT pg_terminate_backend(%s)", (pid,))

    def _backend(self, link: psycopg.Connection) -> int:
        """One of the product's, at work if any is."""
        rows = link.execute(
            "SELECT pid, state <> 'idle' FROM pg_stat_activity WHERE datname = 'doudi'"
            " AND backend_type = 'client backend' AND application_name <> 'chaos' ORDER BY pid"
        ).fetchall()
        busy = [pid for pid, works in rows if works]
        listed = busy or [pid for pid, _works in rows]
        return int(self.chance.choice(listed)) if listed else 0

    def kill_web_worker(self) -> None:
        pids = self.product.pids(WEB)
        children = sorted(set(pids) - set(self.product.parents(pids)))
        if children:
            _kill(self.chance.choice(children))

    def kill_web(self) -> None:
        pids = self.product.pids(WEB)
        for pid in self.product.parents(pids) or pids:
            _kill(pid)

    def kill_worker(self) -> None:
        for pid in self.product.pids(WORKER):
            _kill(pid)

    def kill_sealing(self) -> None:
        """Sealing has no process of its own: the worker's thread is held at its lock, let go, and
        the worker is killed while it seals."""
        with self.product.connect() as link:
            link.execute("SELECT pg_advisory_lock(%s)", (_SEALING,))
            with suppress(TimeoutError):
                until(lambda: _waits(link), 6, "the sealing waits", 0.02)
            link.execute("SELECT pg_advisory_unlock(%s)", (_SEALING,))
            time.sleep(self.chance.uniform(0, 0.03))
            self.kill_worker()

    def kill_postmaster(self) -> None:
        _kill(self.product.postmaster())

    def kill_backend(self) -> None:
        with self.product.connect() as link:
            _kill(self._backend(link))

    def fill_disk(self) -> None:
        with self.product.disk.full(lambda: self.product.pids(WEB) + self.product.pids(WORKER)):
            time.sleep(FULL)

    def move_clock(self) -> None:
        """Forward by hours or days, now and then back by minutes, as `doudi clock` would."""
        by = self.chance.choice(
            [timedelta(days=8), timedelta(days=8), timedelta(hours=5), timedelta(minutes=-3)]
        )
        self.watch.move(by)


def _waits(link: psycopg.Connection) -> bool:
    return bool(
        link.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        ).fetchone()
    )


def _kill(pid: int) -> None:
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
