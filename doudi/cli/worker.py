"""The worker: jobs from PostgreSQL, and beside them the sealing of the trail every few seconds."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)
SEAL_EVERY = 3  # seconds; a seal is promised within 5
LISTEN_FOR = 2
GATHER = 1
PAUSE = 3  # after a failure
BEAT_EVERY = 3
GONE_AFTER = 10
ENDS_WITHIN = 15  # seconds, once asked; what still runs then is run again by the next worker


def worker_command(_arguments: list[str]) -> int:
    """Runs until SIGTERM or SIGINT, or until the database goes: then whoever started it does again.

    The first signal waits for running jobs, but not for ever; jobs are short and idempotent.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import OperationalError

    from doudi.cli.marks import check_mode
    from doudi.cli.serve import say_if_owner

    try:
        check_mode()
    except OperationalError:
        logger.warning("worker: the database does not answer")
        return 1
    say_if_owner()
    timers = [Timer("seal", SEAL_EVERY, seal), Timer("wake", 0.1, wake_on_notice)]
    for timer in timers:
        timer.start()
    try:
        run_jobs()
    finally:
        for timer in timers:
            timer.stop()
    return 0


def run_jobs(*, wait: bool = True) -> None:
    from procrastinate.contrib.django import app

    from doudi.cli.steady import connector, outlast

    async def run() -> None:
        async with working.open_async():
            await until_asked(
                working.run_worker_async(
                    name="doudi",
                    wait=wait,
                    concurrency=2,
                    fetch_job_polling_interval=2,
                    update_heartbeat_interval=BEAT_EVERY,
                    stalled_worker_timeout=GONE_AFTER,
                    delete_jobs="successful",
                    worker_middleware=[outlast],
                    install_signal_handlers=False,
                )
            )

    with app.replace_connector(connector()) as working:
        asyncio.run(run())


async def until_asked(work: Coroutine[Any, Any, None]) -> None:
    """Ends the work at a signal, and the process soon after: without a database the work waits
    for one, a minute and longer. A second signal ends it at once.
    """
    loop, working = asyncio.get_running_loop(), asyncio.create_task(work)

    def end() -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)
        working.cancel()
        loop.call_later(ENDS_WITHIN, leave)

    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, end)
    with contextlib.suppress(asyncio.CancelledError):
        await working


def leave() -> None:
    logger.warning("worker: asked to end, and not done in %s s", ENDS_WITHIN)
    os._exit(1)


def seal() -> None:
    """One sealing pass; a pass with nothing new does nothing."""
    from doudi.audit.actions import seal as seal_now
    from doudi.common import clock

    seal_now(at=clock.now())


def wake_on_notice() -> None:
    """Wait a while for a note in the journal and wake its readers; the minute's timer is second.

    The notes of the next second wake them once.
    """
    from django.db import connection

    from doudi.journal.actions import CHANNEL, wake_readers

    connection.ensure_connection()
    listening = connection.connection
    listening.execute(f"LISTEN {CHANNEL}")
    if any(True for _ in listening.notifies(timeout=LISTEN_FOR, stop_after=1)):
        wake_readers()
        time.sleep(GATHER)


@dataclass
class Timer:
    """A function in a thread of its own, every so many seconds until stopped."""

    name: str
    seconds: float
    function: Callable[[], None]

    def start(self) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        from django.db import OperationalError, close_old_connections, connection

        while not self._stopped.wait(self.seconds):
            try:
                close_old_connections()
                self.function()
            except OperationalError:
                logger.warning("%s: the database does not answer", self.name)
                connection.close()
                self._stopped.wait(PAUSE)
            except Exception:  # the next pass tries again; what failed is in the log
                logger.exception("%s failed", self.name)
                connection.close()
                self._stopped.wait(PAUSE)
        connection.close()
