"""What should stay as it is while applications come and go, and how soon a crowd is served."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any

from django.db import connection

from benchmarks.load.filling import GROUND, OFFICES

# A sign-in is a session, a sealing pass is a seal, a post at work a row of counts.
GROWING = ("django_session", "django_cache", "audit_seal", "audit_leaf")
WINDOW = 5.0  # seconds
SPIKE = 5  # times as many arrivals


def rows() -> dict[str, int]:
    """Table → rows, of tables that do not grow with families: ground, offices, jobs, cursors."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall() if _steady(name)]
        found = {}
        for name in sorted(names):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return found


def _steady(name: str) -> bool:
    return name.startswith((*GROUND, *OFFICES)) and not name.startswith(GROWING)


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, list[int]]:
    """Those that hold more rows than before."""
    return {name: [before.get(name, 0), n] for name, n in after.items() if n > before.get(name, 0)}


def spike_arrivals(gaps: Sequence[float]) -> list[float]:
    """When families come whose gaps these are, if the middle third comes five times as fast."""
    third, at, found = len(gaps) // 3, 0.0, []
    for n, gap in enumerate(gaps):
        at += gap / SPIKE if third <= n < 2 * third else gap
        found.append(at)
    return found


def recovery(finished: Sequence[tuple[float, float]], begin: float, end: float) -> dict[str, Any]:
    """Seconds from the last arrival of the spike until answers are again as quick as before it.

    `finished`: (moment, ms) of each answer; `begin` and `end`: of the spike. As quick: the 95th of
    a window of 5 s is at most one and a half times that of the whole time before. -1: never.
    """
    before = [ms for at, ms in finished if at < begin]
    usual = _p95(before)
    found = {"spike_before_p95_ms": round(usual, 1)}
    found["spike_p95_ms"] = round(_p95([ms for at, ms in finished if begin <= at < end]), 1)
    after, at = sorted(pair for pair in finished if pair[0] >= end), end
    while after and at <= after[-1][0]:
        window = [ms for moment, ms in after if at <= moment < at + WINDOW]
        if window and _p95(window) <= 1.5 * usual:
            return found | {"spike_recovery_s": round(at - end, 1)}
        at += 1.0
    return found | {"spike_recovery_s": -1.0}


def _p95(ms: Sequence[float]) -> float:
    if len(ms) < 2:
        return ms[0] if ms else 0.0
    return statistics.quantiles(ms, n=100, method="inclusive")[94]
