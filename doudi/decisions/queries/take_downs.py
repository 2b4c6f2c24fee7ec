"""Sheets that should be off the board: first the village's, then the town leader's too."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.workdays import add_workdays
from doudi.decisions.models import Posting
from doudi.policies.rules.flows import flow_for


def take_downs(by: Officer, on: date) -> QuerySet[Posting]:
    """Past their last day and still up; for the leader those past the flow's days as well."""
    reached = under(place_codes(by, on))
    found = Posting.objects.filter(reached, taken_down_at__isnull=True, until_on__lt=on)
    if by.duty == Duty.TOWN_LEADER:
        found = found.filter(_escalated(found, on))
    return found.select_related("place__parent", "office").order_by("until_on", "pk")


def _escalated(sheets: QuerySet[Posting], on: date) -> Q:
    """One condition for each programme and district that has such a sheet."""
    late = Q(pk__in=[])
    for programme, code in sheets.values_list("programme", "place__code").distinct():
        days = flow_for(programme, code, on).take_down_workdays
        late |= Q(programme=programme, place__code=code, until_on__lte=last_day_before(on, days))
    return late


def last_day_before(on: date, workdays: int) -> date:
    """The newest last day of hanging whose working days to come down are over on `on`."""
    day = on - timedelta(days=1)
    while add_workdays(day, workdays) >= on:
        day -= timedelta(days=1)
    return day
