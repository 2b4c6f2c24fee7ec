"""Working-day limits of the entry, from the flow of the place."""

from datetime import date

from doudi.common.workdays import add_workdays
from doudi.policies.rules.flows import Flow

NO_STEP_DAYS = 1


def village_may_still_speak(flow: Flow, submitted_on: date, on: date) -> bool:
    """Whether the town must wait: there is a village step and its days are not over.

    The day of submission is not counted. Without a village step the town need not wait.
    """
    step = flow.step("village_view")
    if step is None or step.limit_workdays is None:
        return step is not None
    return on < add_workdays(submitted_on, step.limit_workdays)


def accept_by(flow: Flow, submitted_on: date) -> date:
    """The last working day on which an application should be accepted."""
    steps = (flow.step("village_view"), flow.step("accept"))
    days = sum(step.limit_workdays or 0 for step in steps if step)
    return add_workdays(submitted_on, days or NO_STEP_DAYS)


def take_in_by(flow: Flow, submitted_on: date) -> date:
    """The village's last working day."""
    step = flow.step("village_view")
    return add_workdays(submitted_on, (step and step.limit_workdays) or NO_STEP_DAYS)


def decide_by(flow: Flow, accepted_on: date) -> date:
    """受理之日起的总时限, in working days after the day of acceptance."""
    return add_workdays(accepted_on, flow.total_workdays)
