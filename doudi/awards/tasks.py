"""Grants what was decided as soon as the journal says so, and looks each day who is to be seen.

Tasks remind, open and count; nothing here suspends, lowers or ends anything.
"""

from procrastinate.contrib.django import app

from doudi.applications.models import Application
from doudi.awards.actions import applying, certificates, changing, checkins, rechecks
from doudi.awards.actions.awards import grant
from doudi.awards.actions.receiving import note_receiving
from doudi.awards.models import Award
from doudi.awards.queries.changes import due_turns, exits_due
from doudi.awards.queries.checkins import PURPOSE, awards_at, missed_in, to_remind
from doudi.awards.queries.rechecks import is_coming, to_open
from doudi.common import clock
from doudi.common.actors import System
from doudi.decisions.models import Decision
from doudi.decisions.states import Outcome
from doudi.journal.actions import reader_task
from doudi.journal.models import Entry
from doudi.visits.models import Plan, Visit

PICK_UP = System("awards.pick_up")


def handle(entry: Entry) -> None:
    """Idempotent: a decision has one award, by the database. The award is as of the decision."""
    if (entry.noun, entry.verb) == ("decision", "decided"):
        decision = Decision.objects.get(pk=int(entry.key))
        if decision.outcome == Outcome.GRANTED and decision.request_id:
            grant(decision=decision, by=PICK_UP, at=entry.at)
        elif decision.matter:
            applying.apply(decision=decision, by=PICK_UP, at=entry.at)
    elif (entry.noun, entry.verb) == ("decision", "returned"):
        decision = Decision.objects.get(pk=int(entry.key))
        if decision.matter:
            applying.reopen(decision=decision, by=PICK_UP, at=entry.at)
    elif (entry.noun, entry.verb) == ("decision", "annulled"):
        decision = Decision.objects.get(pk=int(entry.key))
        changing.open_after_annulment(decision=decision, by=PICK_UP, at=entry.at)
    elif (entry.noun, entry.verb) == ("person", "died"):
        changing.open_after_death(person_id=int(entry.key), by=PICK_UP, at=entry.at)
    else:
        look_after(entry)


def look_after(entry: Entry) -> None:
    """Visits count as check-ins; certificates follow what became of the award."""
    match entry.noun, entry.verb:
        case "application", "submitted":
            application = Application.objects.get(pk=int(entry.key))
            note_receiving(application=application, by=PICK_UP, at=entry.at)
        case "visit", "finished":
            visit = Visit.objects.select_related("plan__household", "recorded_by__user")
            _count(visit.get(pk=entry.key), entry)
        case "visit_plan", "planned":
            plan = Plan.objects.get(pk=int(entry.key))
            if plan.purpose == PURPOSE:
                checkins.join_plan(plan=plan, by=PICK_UP, at=entry.at)
        case "award", "changed" | "resumed" | "ended":
            award = Award.objects.get(pk=int(entry.key))
            certificates.renew(award=award, by=PICK_UP, at=entry.at)


def _count(visit: Visit, entry: Entry) -> None:
    if awards_at(visit):
        checkins.count_visit(visit=visit, by=PICK_UP, at=entry.at)


pick_up_now = reader_task(
    "awards", handle, nouns=("decision", "person", "application", "visit", "visit_plan", "award")
)


@app.periodic(cron="10 22 * * *", periodic_id="awards.rechecks")  # 06:10 in Beijing
@app.task(name="awards.rechecks", queueing_lock="awards.rechecks")
def open_rechecks(timestamp: int = 0) -> int:
    """Opens the rechecks that come up; each is its own small transaction."""
    at, by = clock.now(), System("awards.rechecks")
    coming = [award for award in to_open(at.date()) if is_coming(award, at.date())]
    for award in coming:
        rechecks.open_recheck(award=award, by=by, at=at)
    return len(coming)


@app.periodic(cron="20 22 * * *", periodic_id="awards.missed_check_ins")
@app.task(name="awards.missed_check_ins", queueing_lock="awards.missed_check_ins")
def open_misses(timestamp: int = 0) -> int:
    """Notes who was not seen in the quarter that ended, so that somebody goes there."""
    at, by = clock.now(), System("awards.missed_check_ins")
    missed = missed_in(at.date())
    for award, quarter in missed:
        checkins.open_miss(award=award, quarter=quarter, by=by, at=at)
    return len(missed)


@app.periodic(cron="0 1 * * *", periodic_id="awards.check_in_reminders")  # 09:00 in Beijing
@app.task(name="awards.check_in_reminders", queueing_lock="awards.check_in_reminders")
def remind(timestamp: int = 0) -> int:
    """Reminds each family once near the end of its quarter."""
    at, by = clock.now(), System("awards.check_in_reminders")
    waiting = to_remind(at.date())
    for award, until in waiting:
        checkins.remind(award=award, until=until, by=by, at=at)
    return len(waiting)


@app.periodic(cron="5 16 * * *", periodic_id="awards.turns")  # 00:05 in Beijing
@app.task(name="awards.turns", queueing_lock="awards.turns")
def turn_states(timestamp: int = 0) -> int:
    """Holds, resumptions and ends that a person decided begin with their month."""
    at, by = clock.now(), System("awards.turns")
    due = due_turns(clock.today())
    for change in due:
        applying.turn(change=change, by=by, at=at)
    return len(due)


@app.periodic(cron="15 22 * * *", periodic_id="awards.gradual_exits")  # 06:15 in Beijing
@app.task(name="awards.gradual_exits", queueing_lock="awards.gradual_exits")
def open_exit_ends(timestamp: int = 0) -> int:
    """Puts a gradual exit whose time is over before a person; aid goes on until one decides."""
    at, by = clock.now(), System("awards.gradual_exits")
    due = exits_due(clock.today())
    for one in due:
        changing.open_exit_end(exit_=one, by=by, at=at)
    return len(due)
