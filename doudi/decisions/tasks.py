"""Each night a sample of what was decided is computed again."""

import logging

from procrastinate.contrib.django import app

from doudi.common import clock
from doudi.decisions.queries.recompute import nightly_sample, recompute

logger = logging.getLogger(__name__)


@app.periodic(cron="30 18 * * *", periodic_id="decisions.recompute")  # 02:30 in Beijing
@app.task(name="decisions.recompute", queueing_lock="decisions.recompute")
def recompute_sample(timestamp: int = 0) -> int:
    """How many of the night's sample differ; each is named in the log by its id alone."""
    different = [one for one in nightly_sample(clock.today()) if recompute(one)]
    for decision in different:
        logger.error("decision %s does not recompute", decision.pk)
    return len(different)
