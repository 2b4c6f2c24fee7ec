from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from doudi.common import clock
from doudi.common.actors import System
from doudi.messaging import actions, jobs


# waits of 3, 9, 27 … seconds: the tenth try comes after some eight hours
@app.task(name=jobs.DELIVER, retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def deliver(message_id: int) -> None:
    by, at = System(jobs.DELIVER), clock.now()
    try:
        actions.deliver(message_id=message_id, by=by, at=at)
    except actions.Undelivered:
        if not actions.give_up(message_id=message_id, by=by, at=at):
            raise
