"""Each night a sample of what was decided is computed again; who left a case leaves its sheet."""

import logging
from collections.abc import Iterable

from procrastinate.contrib.django import app

from doudi.applications.models import Request
from doudi.applications.queries import requests
from doudi.applications.states import State
from doudi.common import clock
from doudi.common.actors import System
from doudi.decisions.actions.draws import make_key, note_visited, show_key
from doudi.decisions.actions.reminding import remind
from doudi.decisions.actions.removals import take_off
from doudi.decisions.queries.draws import to_show, wanted_keys
from doudi.decisions.queries.recompute import nightly_sample, recompute
from doudi.decisions.queries.standing import requests_on_sheets
from doudi.decisions.states import RemovalGround
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.visits.models import Visit

logger = logging.getLogger(__name__)
PICK_UP = System("decisions.pick_up")


def handle(entry: Entry) -> None:
    """A withdrawal or a death takes the family off the sheet that hangs; a county's visit answers
    the lot. Idempotent."""
    match entry.noun, entry.verb:
        case "application", "withdrawn":
            left = Request.objects.filter(application_id=int(entry.key))
            _take_off(left, RemovalGround.WITHDRAWN, entry)
        case "person", "died":
            _take_off(requests_on_sheets(int(entry.key)), RemovalGround.DEATH, entry)
        case "visit", "finished":
            visit = Visit.objects.select_related("plan").get(pk=entry.key)
            note_visited(visit=visit, by=PICK_UP, at=entry.at)


def _take_off(left: Iterable[Request], ground: str, entry: Entry) -> None:
    for request in left:
        take_off(request=request, ground=ground, by=PICK_UP, at=entry.at)


pick_up_now = reader_task("decisions", handle, nouns=("application", "person", "visit"))


@app.periodic(cron="30 18 * * *", periodic_id="decisions.recompute")  # 02:30 in Beijing
@app.task(name="decisions.recompute", queueing_lock="decisions.recompute")
def recompute_sample(timestamp: int = 0) -> int:
    """How many of the night's sample differ; each is named in the log by its id alone."""
    different = [one for one in nightly_sample(clock.today()) if recompute(one)]
    for decision in different:
        logger.error("decision %s does not recompute", decision.pk)
    return len(different)


@app.periodic(cron="10 16 * * *", periodic_id="decisions.draws")  # 00:10 in Beijing
@app.task(name="decisions.draws", queueing_lock="decisions.draws")
def keep_draw_keys(timestamp: int = 0) -> int:
    """Makes the month's keys and publishes those of months that are over; each of them once."""
    at, by = clock.now(), System("decisions.draws")
    month = clock.today().replace(day=1)
    for place, programme in wanted_keys(month):
        make_key(place=place, programme=programme, month=month, by=by, at=at)
    return len([show_key(key=key, by=by, at=at) for key in to_show(clock.today())])


@app.periodic(cron="0 0 * * *", periodic_id="decisions.remind")  # 08:00 in Beijing
@app.task(name="decisions.remind", queueing_lock="decisions.remind")
def remind_officers(timestamp: int = 0) -> int:
    """How many were reminded of cases whose time runs out. No case changes by it."""
    at, by = clock.now(), System("decisions.remind")
    return sum(remind(request=request, by=by, at=at) for request in requests(State.ACCEPTED))
