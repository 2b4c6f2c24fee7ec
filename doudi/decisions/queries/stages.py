"""Which step of its flow a request is at, and who stands for that step."""

from datetime import date

from doudi.accounts.queries import holders
from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.decisions.queries import river, standing
from doudi.decisions.states import PostingKind
from doudi.policies.rules.flows import Step

# the check is done by the office for checks, whatever the flow calls its duty
_DUTIES = {"verify": Duty.VERIFIER}


def done_steps(request: Request, on: date) -> dict[str, date]:
    """The day on which each step after acceptance was done, by its code."""
    application = request.application
    visit = river.finished_visits(application).order_by("finished_at").first()
    check = river.reported_checks(application).order_by("reported_at").first()
    opinion = standing.current_opinion(request)
    line = standing.line_of(request, PostingKind.BEFORE)
    decision = standing.current_decision(request)
    hung = line.posting if line and standing.has_hung_out(line.posting, on) else None
    moments = {
        "visit": visit and visit.finished_at,
        "verify": check and check.reported_at,
        "opinion": opinion and opinion.given_at,
        "post": hung and hung.taken_down_at,
        "propose": decision and decision.proposed_at,
        "decide": decision and decision.decided_at,
    }
    return {code: day_of(moment) for code, moment in moments.items() if moment}


def current_step(request: Request, on: date) -> Step | None:
    """The first step that is not done; one behind it that is done makes it done as well."""
    steps = river.flow_of(request, on).steps
    done = done_steps(request, on)
    after = [step for step in steps if step.code not in {"village_view", "accept"}]
    last = max((n for n, step in enumerate(after) if step.code in done), default=-1)
    first = [step for n, step in enumerate(after) if step.code not in done and n > last]
    early = [] if "opinion" in done else [step for step in after[:last] if step.code not in done]
    return next(iter([*early, *first]), None)


def responsible(request: Request, step: Step, on: date) -> list[Officer]:
    """Officers whose duty the step is, in the place of the application."""
    duty = _DUTIES.get(step.code, step.duty)
    return holders((duty,), request.application.place, on)


def leaders(request: Request, step: Step, on: date) -> list[Officer]:
    """Who is told when the limit is over: the leader of the office where it lies."""
    duty = Duty.COUNTY_LEADER if step.level == "county" else Duty.TOWN_LEADER
    return holders((duty,), request.application.place, on)
