"""Plays the phases in order: closed loop, or arrivals that wait for nobody."""

from __future__ import annotations

import argparse
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from queue import Empty, Queue
from typing import Any

from django.db import connection

from benchmarks.load.between import BEFORE
from benchmarks.load.client import Timings, Unexpected
from benchmarks.load.filling import analyse, fill
from benchmarks.load.lifecycle import PHASES, STEPS, Family, Step, Way
from benchmarks.load.staff import Village, hire, signed_in
from benchmarks.load.steady import grown, recovery, rows, spike_arrivals
from benchmarks.load.world import World
from doudi.accounts.models import User
from doudi.applications.models import Application
from doudi.audit.actions import seal
from doudi.awards.models import Award
from doudi.cli.marks import mark_if_new, note_loaded, shift_clock
from doudi.cli.prepare import update
from doudi.common import clock

BEGIN = datetime(2026, 9, 14, 9, tzinfo=clock.BEIJING)
OPEN_CLIENTS = 40
AWARD_PATIENCE = 300  # seconds


@dataclass
class Play:
    world: World
    given: argparse.Namespace
    timings: Timings = field(default_factory=Timings)
    cpu: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    spike: dict[str, Any] = field(default_factory=dict)

    def run(self) -> dict[str, Any]:
        """Warms up, fills what was asked for, and measures."""
        villages = self._prepare()
        self.world.serve()
        filled = self._fill(self._round(villages, self.given.warm))
        self.timings, self.cpu, self.seconds, self.spike = Timings(), Counter(), 0.0, {}
        began, memory, held = time.monotonic(), self.world.memory_mb(), rows()
        families = self._round(villages, self.given.applications)
        while time.monotonic() - began < 60 * self.given.soak:
            families += self._round(villages, self.given.applications)
        waited = self._await_awards(families)
        between = time.monotonic() - began - self.seconds
        return self._figures(len(families), between, waited) | {
            "filled": filled,
            "memory_mb": [memory, self.world.memory_mb()],
            "grown": grown(held, rows()),
            **self.spike,
        }

    def _round(self, villages: Sequence[Village], count: int) -> list[Family]:
        """So many new families, through all phases."""
        first = 1 + Application.objects.count()
        families = [Family(first + n, villages[n % len(villages)]) for n in range(count)]
        for before, phase in zip(BEFORE, PHASES, strict=True):
            going = [family for family in families if not family.failed]
            before(going)
            self._play(going, phase)
        return families

    def _fill(self, warm: Sequence[Family]) -> int:
        """Copies until the database holds what was asked for; gives how many it holds more."""
        there = Application.objects.count()
        if self.given.prefill > there:
            self._await_awards(warm)
            self.world.end()  # while the worker writes, nothing is copied
            while seal(at=clock.now()):  # copies of what is sealed are not sealed anew
                pass
            fill(-(-(self.given.prefill - there) // there))
            analyse()
            self.world.serve()
        return Application.objects.count() - there

    def _prepare(self) -> list[Village]:
        mark_if_new("bench")
        update()
        if not User.objects.filter(username="decider").exists():
            shift_clock(BEGIN - clock.now())
        since = clock.today() - timedelta(days=60)
        villages = hire(self.given.towns, self.given.villages, since, clock.now())
        note_loaded()
        return villages

    def _play(self, families: Sequence[Family], phase: Sequence[Step]) -> None:
        sessions = _officers_sign_in(families)
        connection.close()
        queue: Queue[tuple[float, Family]] = Queue()
        arrivals = self._arrivals(len(families), len(phase))
        for due, family in zip(arrivals, families, strict=True):
            queue.put((due, family))
        clients = OPEN_CLIENTS if self.given.open else self.given.clients
        before, began = Counter(self.world.cpu()), time.monotonic()

        def work() -> None:
            while True:
                try:
                    due, family = queue.get_nowait()
                except Empty:
                    return
                if due:
                    time.sleep(max(0.0, began + due - time.monotonic()))
                at = began + due if due else 0.0
                self._go(Way(family, self.world.port, sessions, self.timings, at), phase)

        threads = [threading.Thread(target=work) for _ in range(clients)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        self._look_at_spike(arrivals, began)
        self.seconds += time.monotonic() - began
        self.cpu.update(Counter(self.world.cpu()) - before)

    def _arrivals(self, families: int, steps: int) -> list[float]:
        """Seconds from the phase's begin; all 0 in a closed loop.

        A phase of k forms gets so many families that forms come as they would if all twelve
        stations were at work at once.
        """
        if not self.given.open:
            return [0.0] * families
        rate, chance = self.given.open * STEPS / steps, random.Random(1)
        gaps = [chance.expovariate(rate) for _ in range(families)]
        return spike_arrivals(gaps) if self.given.spike else list(accumulate(gaps))

    def _look_at_spike(self, arrivals: Sequence[float], began: float) -> None:
        """Keeps the worst of the phases."""
        third = len(arrivals) // 3
        if not self.given.spike or not third:
            return
        first, last = began + arrivals[third], began + arrivals[2 * third - 1]
        found = recovery([one for one in self.timings.finished if one[0] >= began], first, last)
        self.spike = max(self.spike, found, key=_slowness)

    def _go(self, way: Way, phase: Sequence[Step]) -> None:
        for step in phase:
            try:
                step(way)
            except Unexpected as wrong:
                self.timings.errors[str(wrong)] += 1
                way.family.failed = True
                return

    def _await_awards(self, families: Sequence[Family]) -> float:
        """Seconds until the worker has made the last award; what is missing is an error."""
        keys = [family.key for family in families if not family.failed]
        began = time.monotonic()
        while True:
            made = Award.objects.filter(household__applications__key__in=keys)
            missing = len(keys) - made.values("household").distinct().count()
            waited = time.monotonic() - began
            if not missing or waited > AWARD_PATIENCE:
                break
            time.sleep(0.5)
        if missing:
            self.timings.errors["no award"] += missing
        return waited

    def _figures(self, applications: int, between: float, waited: float) -> dict[str, Any]:
        times = self.timings
        server = self.cpu["web"] + self.cpu["worker"] + self.cpu["postgres"]
        found: dict[str, Any] = {
            "applications": applications,
            "lifecycles_per_s": round(applications / self.seconds, 2),
            "requests_per_s": round(len(times.finished) / self.seconds, 1),
            "cpu_s_per_lifecycle": round(server / applications, 3),
            **_percentiles("read", times.read),
            **_percentiles("write", times.write),
            "errors": sum(times.errors.values()),
            "open_rate": self.given.open,
            "measured_s": round(self.seconds, 1),
            "between_s": round(between, 1),
            "awards_after_s": round(waited, 1),
            "cpu_s": {name: round(value, 1) for name, value in self.cpu.items()},
            "wrong": dict(times.errors.most_common(10)),
        }
        if self.given.stations:
            found["stations_p50_p95_ms"] = {
                name: [round(percentile(ms, 50), 1), round(percentile(ms, 95), 1)]
                for name, ms in times.stations.items()
            }
        return found


def _slowness(spike: dict[str, Any]) -> float:
    seconds = float(spike.get("spike_recovery_s", 0.0))
    return seconds if seconds >= 0 else float("inf")


def _officers_sign_in(families: Sequence[Family]) -> dict[int, str]:
    at, found = clock.now(), {}
    posts = {one.user_id: one for f in families for one in f.village.officers.values()}
    for user in User.objects.filter(pk__in=posts):
        found[user.pk] = signed_in(user, at, posts[user.pk].duty)
    return found


def _percentiles(name: str, ms: Sequence[float]) -> dict[str, float]:
    return {f"{name}_p{p}_ms": round(percentile(ms, p), 1) for p in (50, 95, 99)}


def percentile(ms: Sequence[float], p: int) -> float:
    """Of at least two values; 0 for none."""
    if len(ms) < 2:
        return ms[0] if ms else 0.0
    return statistics.quantiles(ms, n=100, method="inclusive")[p - 1]
