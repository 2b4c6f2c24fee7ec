"""`doudi bench journey`: whole lifecycles over HTTP, on a database of its own.

A lifecycle is twelve forms sent (see `benchmarks/load/lifecycle.py`), each after the reading of
the page that holds it, over loopback, with session, CSRF token and request key, against the real
web server, worker and PostgreSQL; at its end the worker must have made the award.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load.world import World
from doudi.cli.postgres import ROOT


def main(argv: Sequence[str]) -> int:
    """Prints the figures; 1 if a single answer was not what a lifecycle goes on from."""
    given = _arguments(argv)
    world = World(given.database, Path(given.data))
    world.begin()
    import django

    django.setup()
    from benchmarks.load.play import Play

    try:
        play = Play(world, given)
        found = play.run()
    finally:
        world.end()
        if not given.keep:
            from django.db import connection

            connection.close()
            world.drop()
    print(json.dumps(found, ensure_ascii=False, indent=2) if given.json else _table(found))
    return 1 if found["errors"] else 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="doudi bench journey", description="整件申请的全过程")
    parser.add_argument("--applications", type=int, default=100)
    parser.add_argument("--clients", type=int, default=6, help="browsers at once")
    parser.add_argument("--open", type=float, default=0, metavar="RATE",
                        help="lifecycles a second that arrive, whoever waits")  # fmt: skip
    parser.add_argument("--warm", type=int, default=4, help="played first, not measured")
    parser.add_argument("--prefill", type=int, default=0, metavar="N",
                        help="copies of the warm ones until there are N")  # fmt: skip
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES",
                        help="rounds of --applications until so much time is over")  # fmt: skip
    parser.add_argument("--spike", action="store_true",
                        help="with --open: the middle third of a phase comes 5-fold")  # fmt: skip
    parser.add_argument("--towns", type=int, default=9, help="of the district")
    parser.add_argument("--villages", type=int, default=2, help="of each town")
    parser.add_argument("--database", default="doudi_bench", help="its name")
    parser.add_argument("--data", default=str(ROOT / ".data" / "bench"), help="folder")
    parser.add_argument("--keep", action="store_true", help="leave the database for another run")
    parser.add_argument("--stations", action="store_true", help="also each station's times")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


def _table(found: dict[str, object]) -> str:
    return "\n".join(f"{name:<24}{value}" for name, value in found.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
