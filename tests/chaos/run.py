"""One run: the product is started, people work, kills befall it, and then it is looked at."""

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import quantiles
from typing import Any

from tests.chaos import people
from tests.chaos.browser import Browser, Log
from tests.chaos.checker import Found, glance, look
from tests.chaos.kills import PAUSE, Kills
from tests.chaos.life import Life
from tests.chaos.product import Product, until
from tests.chaos.treasury import Treasury
from tests.chaos.watch import Watch
from tests.chaos.wire import strung
from tests.messaging.gateway import Gateway

CLIENTS = 4
BACK = 60  # seconds that coming back may take
BETWEEN = 1  # forms that people get through between two kills, at least
QUIET = 120  # seconds until all work that was begun is done
Say = Callable[[str], None]


@dataclass
class Told:
    """What the run prints."""

    kills: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    lost_at_once: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def run(product: Product, gateway: Gateway, kills: int, seed: int, say: Say) -> dict[str, Any]:
    """The figures. The product has ended then, and its data still lie there."""
    people.prepare()
    say("the database is prepared")
    with contextlib.ExitStack() as later:
        later.callback(product.stop)
        product.start()
        say("the product serves; people begin")
        wire = later.enter_context(strung(product.port))
        watch = Watch(product)
        watch.read()
        harm = Kills(product, wire, watch, random.Random(seed))
        log, life = _begin(product, wire.port, watch)
        told, began = Told(), time.monotonic()
        try:
            for number, kind in enumerate(harm.plan(kills), start=1):
                _one(number, kind, harm, log, told, say)
                _let_work(log)
                time.sleep(harm.chance.uniform(0, PAUSE))
        finally:
            life.end()
        seconds = round(time.monotonic() - began)
        say("the kills are over; what was begun is finished")
        _quiet(product, told)
        found = patiently(lambda: look(log.sent, gateway, product.anchors, watch.today()))
        figures = _summary(told, found, log, life, gateway)
        return figures | {"seed": seed, "disk": product.disk.kind, "seconds": seconds}


def _begin(product: Product, port: int, watch: Watch) -> tuple[Log, Life]:
    log, over = Log(), threading.Event()

    def browser(session: str) -> Browser:
        return Browser(port, session, log, over)

    families = _families()
    life = Life(log, watch.today, families, browser, over)
    clients = [
        {role: browser(people.officer(role)) for role in people.ROLES} for _ in range(CLIENTS)
    ]
    drafter, approver = (browser(people.officer(name)) for name in people.TREASURY)
    life.begin(clients, Treasury(drafter, approver, watch.today))
    return log, life


def _families() -> Iterator[people.Family]:
    """Each signed in when it is needed; the database may be down just then."""
    from django.db import connection

    from doudi.applications.models import Application

    for serial in count(1000 + Application.objects.count()):
        made = patiently(lambda serial=serial: people.family(serial))
        connection.close()  # of the client's thread
        yield made


def _one(number: int, kind: str, harm: Kills, log: Log, told: Told, say: Say) -> None:
    before = len(log.acknowledged())
    with contextlib.suppress(OSError):
        patiently(lambda: harm.do(kind))
    told.kills[kind] += 1
    try:
        seconds = until(harm.product.serves, BACK, f"it serves after {kind}")
    except TimeoutError as late:
        seconds = BACK
        told.broken.append(str(late))
    told.seconds.setdefault(kind, []).append(seconds)
    told.lost_at_once += patiently(lambda: glance(log, before))
    if number % 20 == 0:
        say(f"{number} kills, {len(log.acknowledged())} forms acknowledged")


def _let_work(log: Log) -> None:
    """A kill is worth its time only where something was done since the last one."""
    wanted = len(log.acknowledged()) + BETWEEN
    with contextlib.suppress(TimeoutError):
        until(lambda: len(log.acknowledged()) >= wanted, BACK / 4, "people get answers")


def patiently(work: Callable[[], Any]) -> Any:
    """Whoever looks from outside tries again when the database was killed under the hand."""
    import psycopg
    from django.db import InterfaceError, OperationalError, connection

    until_then = time.monotonic() + BACK
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError, psycopg.OperationalError):
            connection.close()
            if time.monotonic() > until_then:
                raise
            time.sleep(0.2)


_OPEN = """SELECT
 (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'
   OR status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))
 + (SELECT count(*) FROM audit_entry e WHERE NOT EXISTS
   (SELECT 1 FROM audit_leaf l WHERE l.entry_id = e.id))
 + (SELECT count(*) FROM messaging_message WHERE state = 'waiting')
 + (SELECT count(*) FROM journal_cursor c JOIN journal_entry e
   ON (e.xid, e.id) > (c.xid, c.entry))"""


def _quiet(product: Product, told: Told) -> None:
    """Until the worker has nothing left to do, to seal and to send."""

    def done() -> bool:
        return product.is_well() and product.ask(_OPEN) == [(0,)]

    try:
        until(lambda: bool(patiently(done)), QUIET, "all that was begun is done", 0.5)
    except TimeoutError as late:
        told.broken.append(str(late))


def _summary(told: Told, found: Found, log: Log, life: Life, gateway: Gateway) -> dict[str, Any]:
    found.lost += told.lost_at_once
    found.broken += told.broken + life.broken
    every = [one for listed in told.seconds.values() for one in listed]
    return {
        "kills": told.kills.total(),
        "acknowledged": len(log.acknowledged()),
        "lost": len(set(found.lost)),
        "duplicated": len(found.duplicated),
        "seconds_to_serve_p95": p95(every),
        "broken": found.broken,
        "what_was_lost": sorted(set(found.lost)),
        "what_came_twice": found.duplicated,
        "kinds": dict(told.kills),
        "seconds_to_serve_p95_of": {kind: p95(listed) for kind, listed in told.seconds.items()},
        "sent_again": sum(one.tries > 1 for one in log.sent),
        "answers": {str(status): n for status, n in sorted(log.pages.items())},
        "refused": dict(life.refused),
        "cases_served": life.served,
        "forms": dict(Counter(one.what for one in log.acknowledged())),
        "messages_sent": len(gateway.sent),
    }


def p95(seconds: list[float]) -> float:
    return round(quantiles(seconds, n=20)[-1] if len(seconds) > 1 else sum(seconds), 2)
