"""`doudi bench NAME`: measures on this machine, from the sources: `benchmarks/<name>.py`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

NAMES = {
    "policies": "规则有多快，各引擎是否一致 · speed of the rules, agreement of the readers",
    "journey": "整件申请经网页走完，每秒几件 · whole applications over HTTP, how many a second",
    "lists": "一万件时各列表多快、问几次数据库 · every list with ten thousand applications",
    "screening": "自测与完整规则是否一致 · the self-assessment against the full rules",
}


def bench_command(argv: Sequence[str]) -> int:
    """Runs one benchmark with the rest of the arguments; 2 for a name that nobody knows."""
    if not argv or argv[0] not in NAMES:
        for name, text in NAMES.items():
            print(f"doudi bench {name:<12}{text}", file=sys.stderr)
        return 2
    found: int = importlib.import_module(f"benchmarks.{argv[0]}").main(argv[1:])
    return found
