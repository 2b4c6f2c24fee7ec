"""`doudi bench lists`: every list of the desk and the public, with ten thousand applications.

A database of its own gets the demo's first town, copied until there are so many (see
`benchmarks/load/filling.py`). Then each officer's navigation is followed, in this process and
under the web role, so that the policies of the database count too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.load.world import World
from doudi.cli.postgres import ROOT

LOOKS = 3  # of which the quickest counts


def main(argv: Sequence[str]) -> int:
    given = _arguments(argv)
    world = World(given.database, Path(given.data))
    new = world.begin()
    import django

    django.setup()
    from django.db import connection

    if new:
        _fill(given.applications)
    _as_web()
    found = {"applications": _count(), "lists": sorted(_looked_at(), key=lambda one: -one["ms"])}
    connection.close()
    if not given.keep:
        world.drop()
    print(json.dumps(found, ensure_ascii=False, indent=2) if given.json else _table(found))
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="doudi bench lists", description="一万件时各列表多快")
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--database", default="doudi_bench_lists", help="its name")
    parser.add_argument("--data", default=str(ROOT / ".data" / "bench"), help="folder")
    parser.add_argument("--keep", action="store_true", help="leave the database for another run")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


def _fill(applications: int) -> None:
    from benchmarks.load.filling import analyse, fill
    from demo.load import load
    from demo.turns import turn
    from doudi.cli.marks import mark_if_new
    from doudi.cli.prepare import update
    from doudi.common import clock

    mark_if_new("bench")
    update()
    turn(load(clock.today()), clock.today())
    told = _count()
    fill(max(1, applications // told - 1))
    analyse()


def _count() -> int:
    from doudi.applications.models import Application

    return Application.objects.count()


def _as_web() -> None:
    """From here on this connection may do what a web process may."""
    from django.db import connection

    from doudi.cli.roles import WEB, owner_of, role

    connection.ensure_connection()
    raw = connection.connection
    raw.execute(f'SET ROLE "{role(owner_of(raw), WEB)}"')


def _looked_at() -> Iterator[dict[str, Any]]:
    """Each address once, as the first of the officers who has it in the navigation."""
    from django.test import Client

    from benchmarks.load.staff import signed_in
    from demo.staff import STAFF
    from doudi.accounts.models import Post
    from doudi.common import clock

    seen: set[str] = set()
    for username, *_ in STAFF:
        post = Post.objects.select_related("user").get(user__username=username)
        client = Client()
        client.cookies["sessionid"] = signed_in(post.user, clock.now(), post.duty)
        for path in ["/desk/", *_led_to(client)]:
            if path not in seen:
                seen.add(path)
                yield {"path": path, "as": username, **_measured(client, path)}
    yield {"path": "/postings/", "as": "", **_measured(Client(), "/postings/")}


def _led_to(client: Any) -> list[str]:

    page = client.get("/desk/").content.decode()
    nav = page.partition("<nav")[2].partition("</nav>")[0]
    return re.findall(r'href="(/desk/[^"]+)"', nav)


def _measured(client: Any, path: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    best: dict[str, Any] = {}
    for _ in range(LOOKS):
        with CaptureQueriesContext(connection) as asked:
            begun, busy = time.perf_counter(), time.process_time()
            answer = client.get(path)
            took, worked = time.perf_counter() - begun, time.process_time() - busy
        if best and took * 1000 >= best["ms"]:
            continue
        best = {
            "status": answer.status_code,
            "ms": round(took * 1000),
            "cpu_ms": round(worked * 1000),
            "sql_ms": round(sum(float(one["time"]) for one in asked) * 1000),
            "queries": len(asked),
            "bytes": 0 if answer.streaming else len(answer.content),
        }
    return best


def _table(found: dict[str, Any]) -> str:
    rows = (
        f"{one['ms']:>7} ms, {one['cpu_ms']:>4} of the processor, {one['sql_ms']:>4} of"
        f" {one['queries']:>3} queries, {one['bytes']:>7} B"
        f"  {one['status']} {one['path']} ({one['as']})"
        for one in found["lists"]
    )
    return "\n".join((f"{found['applications']} applications", *rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
