from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from doudi.common import clock
from doudi.common.actors import System
from doudi.messaging import actions, jobs


@app.task(name=jobs.DELIVER, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def deliver(message_id: int) -> None:
    actions.deliver(message_id=message_id, by=System(jobs.DELIVER), at=clock.now())
