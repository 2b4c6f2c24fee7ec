"""Work of the machine itself: jobs whose worker was killed run again."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

# A worker beats every 3 s (see worker.py); three missed beats and a margin mean that it is gone.
SILENT_SECONDS = 12


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="rerun_stalled", pass_context=True)
async def rerun_stalled(context: JobContext, timestamp: int) -> None:
    """`kill -9` leaves a job `doing` for ever; put it back. Jobs are idempotent by rule."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # its next one waits already (queueing lock) and does its work
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
