"""What the worker does when a connection to the database breaks in the middle of a job.

procrastinate's own retry puts a job back to `todo`, where its queueing lock may belong to the next
one already. So the job stays `doing`, in the worker that has it: if that is killed meanwhile, or
ends because the database is gone for good, `rerun_stalled` finds it.
"""

import asyncio
from typing import Any, LiteralString

from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker

from doudi.common.lost import is_lost

PAUSES = (0.5, 1, 2, 4, 8, 8, 8)  # seconds; a server that was killed is back in five


async def outlast(job: AsyncCallNext, _context: JobContext, _worker: Worker) -> Any:
    """Runs a job again whose connection broke: jobs are idempotent by rule."""
    for pause in PAUSES:
        try:
            return await job()
        except Exception as error:
            if not is_lost(error):
                raise
        await asyncio.sleep(pause)
    return await job()


class Steady(PsycopgConnector):
    """Writes again over another connection that a job is done, if the first broke just then.

    Else the job would stay `doing` for as long as this worker lives.
    """

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        try:
            await super().execute_query_async(query, **arguments)
        except ConnectorException as error:
            if not is_lost(error):
                raise
            await super().execute_query_async(query, **arguments)


def connector() -> Steady:
    return Steady(kwargs=connector_params())
