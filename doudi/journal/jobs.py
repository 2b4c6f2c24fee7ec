"""Waking the tasks of the readers."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

PREFIX = "journal.pick_up."


def wake_readers() -> None:
    """Enqueue every reader once; one that already waits is left alone."""
    for name in [name for name in app.tasks if name.startswith(PREFIX)]:
        with suppress(AlreadyEnqueued):
            app.configure_task(name, queueing_lock=name).defer(timestamp=0)
