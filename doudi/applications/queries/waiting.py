"""What waits for the village and the town; a silent village keeps nothing from the town."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.applications.models import Application, SendBack
from doudi.applications.queries.applications import whole
from doudi.applications.rules.limits import MOST_SEND_BACKS, last_silent_day, village_days
from doudi.applications.states import Channel, SentTo, State
from doudi.common.actors import Officer
from doudi.common.clock import beijing
from doudi.policies.rules.flows import flow_for
from doudi.policies.rules.parameters import ParameterFault

UNACCEPTED = (State.SUBMITTED, State.SENT_BACK, State.TAKEN_IN)


def waiting_for_village(by: Officer, on: date) -> QuerySet[Application]:
    """Not yet seen by the village of this post, or given back to it; longest waiting first."""
    back = Q(state=State.SENT_BACK, pk__in=_back_to(SentTo.VILLAGE))
    return _of_post(by, on).filter(Q(state=State.SUBMITTED) | back)


def waiting_for_town(by: Officer, on: date) -> QuerySet[Application]:
    """What the town can accept now: the village has spoken or was silent for the days of the
    flow, or it was given back before. The longest waiting first."""
    returned = Q(state=State.SUBMITTED, pk__in=SendBack.objects.values("application_id"))
    twice = Q(state=State.SENT_BACK, pk__in=_twice_back())
    ready = Q(state=State.TAKEN_IN) | _silent(by, on) | returned | twice
    return _of_post(by, on).filter(ready)


def at_village(by: Officer, on: date) -> QuerySet[Application]:
    """Still within the village's days, or given back once: the town sees it and may not yet act."""
    ready = waiting_for_town(by, on).values("pk")
    return _of_post(by, on).filter(state__in=UNACCEPTED).exclude(pk__in=ready)


def taken_elsewhere(by: Officer, on: date) -> QuerySet[Application]:
    """What this counter took in for other places (全城通办), or this grid worker for anybody."""
    found = whole().order_by("-started_at", "-pk")
    if by.duty == Duty.GRID_WORKER:
        return found.filter(started_by_id=by.user_id, channel=Channel.GRID)
    return found.filter(intake_office_id=by.office_id)


def counter_drafts(by: Officer) -> QuerySet[Application]:
    """What this officer began at the counter and has not handed in, newest first."""
    found = whole().filter(state=State.DRAFT, started_by_id=by.user_id)
    return found.exclude(channel=Channel.PHONE).order_by("-started_at")


def _of_post(by: Officer, on: date) -> QuerySet[Application]:
    found = whole().filter(under(place_codes(by, on)), state__in=UNACCEPTED)
    return found.order_by("submitted_at", "pk")


def _silent(by: Officer, on: date) -> Q:
    """Submitted so long ago that the village's working days are over, by the flow of the place."""
    late = Q(pk__in=[])
    for code in place_codes(by, on):
        try:
            days = village_days(flow_for("dibao", code, on))
        except ParameterFault:
            days = 0
        night = beijing(last_silent_day(days, on) + timedelta(days=1))
        late |= Q(place__code__startswith=code, submitted_at__lt=night)
    return Q(state=State.SUBMITTED) & late


def _back_to(to: str) -> QuerySet[SendBack, Any]:
    return SendBack.objects.filter(to=to, returned_at__isnull=True).values("application_id")


def _twice_back() -> QuerySet[Application, Any]:
    counted = Application.objects.annotate(backs=Count("send_backs"))
    return counted.filter(backs__gte=MOST_SEND_BACKS).values("pk")
