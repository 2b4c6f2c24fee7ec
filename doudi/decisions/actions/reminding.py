"""Reminding whom a case waits for, and telling the leader when it is late. It changes no case."""

from datetime import datetime

from doudi.applications.models import Request
from doudi.applications.queries.clock import is_stopped
from doudi.applications.rules.deadline import reminder
from doudi.audit.actions import record
from doudi.common.actors import System
from doudi.common.clock import day_of
from doudi.common.language import in_chinese
from doudi.common.transactions import action
from doudi.common.workdays import workdays_left
from doudi.decisions.queries import river
from doudi.decisions.queries.stages import current_step, leaders, responsible
from doudi.decisions.rules import reminders
from doudi.messaging.actions import send
from doudi.messaging.rules import inbox_of


@action
@in_chinese
def remind(*, request: Request, by: System, at: datetime) -> int:
    """How many officers were told today. Each limit reached is told once; stopped cases are not."""
    on, application = day_of(at), request.application
    due_on, step = application.due_on, current_step(request, on)
    if due_on is None or step is None or is_stopped(application, on):
        return 0
    left = workdays_left(on, due_on)
    reached = reminder(river.flow_of(request, on), left)
    if reached is None:
        return 0
    told = responsible(request, step, on)
    values = {"number": application.receipt_number or application.number, "step": step.label}
    template = reminders.DUE
    if reached < 0:
        told, template = [*told, *leaders(request, step, on)], reminders.OVERDUE
    else:
        values["left"] = str(left)
    for user_id in sorted({who.user_id for who in told}):
        send(
            to=inbox_of(user_id), template=template.code, values=values, by=by, at=at,
            noun="application", key=application.key,
            once=f"{template.code}:{request.pk}:{due_on}:{reached}:{step.code}:{user_id}",
        )  # fmt: skip
    record(by=by, at=at, verb="remind", noun="request", key=request.pk, left=left)
    return len({who.user_id for who in told})
