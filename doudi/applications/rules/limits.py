"""Working-day limits of the entry, from the flow of the place."""

from datetime import date, timedelta

from doudi.common.workdays import add_workdays
from doudi.policies.rules.flows import Flow

NO_STEP_DAYS = 1
MOST_SEND_BACKS = 2  # 一次性告知: a second time only for what was named the first time


def village_may_still_speak(flow: Flow, submitted_on: date, on: date) -> bool:
    """Whether the town must wait: there is a village step and its days are not over.

    The day of submission is not counted. Without a village step the town need not wait; nor when
    the village has been silent for the days of the flow.
    """
    if flow.step("village_view") is None:
        return False
    return on < add_workdays(submitted_on, village_days(flow))


def village_days(flow: Flow) -> int:
    """Working days after which an untouched case stands on the town's tray; 0 without a village."""
    step = flow.step("village_view")
    if step is None:
        return 0
    if step.limit_workdays is None:
        return flow.silent_village_workdays
    return min(step.limit_workdays, flow.silent_village_workdays)


def last_silent_day(workdays: int, on: date) -> date:
    """The latest day of submission of which `workdays` are over on `on`."""
    day = on
    while add_workdays(day, workdays) > on:
        day -= timedelta(days=1)
    return day


def accept_by(flow: Flow, submitted_on: date) -> date:
    """The last working day on which an application should be accepted."""
    steps = (flow.step("village_view"), flow.step("accept"))
    days = sum(step.limit_workdays or 0 for step in steps if step)
    return add_workdays(submitted_on, days or NO_STEP_DAYS)


def take_in_by(flow: Flow, submitted_on: date) -> date:
    """The village's last working day."""
    step = flow.step("village_view")
    return add_workdays(submitted_on, (step and step.limit_workdays) or NO_STEP_DAYS)
