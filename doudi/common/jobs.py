"""Enqueuing a job in the transaction that causes it, in web and worker alike.

Within a worker procrastinate's app holds the worker's own connections: its `defer` would leave the
caller's transaction, and the job could run before what it is about is there. So the row is always
written through Django's connection of this thread.
"""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager


def enqueue(name: str, *, once: str | None = None, **ids: int | str) -> None:
    """Enqueue the task `name` with ids. With `once`, a job that already waits is left alone."""
    job = app.configure_task(name, queueing_lock=once).job
    deferrer = JobDeferrer(job_manager=JobManager(DjangoConnector()), job=job)
    if once is None:
        deferrer.defer(**ids)
        return
    with suppress(AlreadyEnqueued), transaction.atomic():
        deferrer.defer(**ids)
