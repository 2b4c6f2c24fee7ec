"""What applications learn from visits, and the daily reminder of papers that are due."""

from procrastinate.contrib.django import app

from doudi.applications.actions.awaiting import remind
from doudi.applications.actions.clock import lengthen_for_visit
from doudi.applications.actions.knowing import know_applicants
from doudi.applications.queries.items import to_remind
from doudi.common import clock
from doudi.common.actors import System
from doudi.common.clock import day_of
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.visits.models import Ask, Visit


def handle(entry: Entry) -> None:
    """Idempotent: raising a level again gives the row already there."""
    if (entry.noun, entry.verb) == ("visit", "finished"):
        visit = Visit.objects.get(pk=entry.key)
        know_applicants(visit=visit, by=System("applications.pick_up"), at=entry.at)
    if (entry.noun, entry.verb) == ("visit_ask", "asked"):
        ask = Ask.objects.get(pk=entry.key)
        lengthen_for_visit(
            household_id=ask.household_id, on=day_of(ask.asked_at),
            by=System("applications.pick_up"), at=entry.at,
        )  # fmt: skip


pick_up_now = reader_task("applications", handle, nouns=("visit", "visit_ask"))


@app.periodic(cron="0 0 * * *", periodic_id="applications.remind_items")  # 08:00 in Beijing
@app.task(name="applications.remind_items", queueing_lock="applications.remind_items")
def remind_items(timestamp: int = 0) -> int:
    """How many open items are near their day; a second run of a day sends nothing again."""
    found = list(to_remind(clock.today()))
    for item in found:
        remind(item=item, by=System("applications.remind_items"), at=clock.now())
    return len(found)
