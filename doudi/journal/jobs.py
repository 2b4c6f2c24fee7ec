"""Waking the tasks of the readers."""

from procrastinate.contrib.django import app

from doudi.common.jobs import enqueue

PREFIX = "journal.pick_up."


def wake_readers() -> None:
    """Enqueue every reader once; one that already waits is left alone."""
    for name in [name for name in app.tasks if name.startswith(PREFIX)]:
        enqueue(name, once=name, timestamp=0)
