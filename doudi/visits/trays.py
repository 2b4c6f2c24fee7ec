from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.ui.nav import NavItem, tally
from doudi.visits import guards, queries


def trays(by: Officer, on: date) -> list[NavItem]:
    """Visits to plan, planned and asked for; for who visits also the own ones, on the phone."""
    items = _planning(by, on) if by.duty in guards.PLANNERS else []
    if by.duty in guards.VISITORS:
        mine = tally(queries.my_plans(by, on).filter(visit_on__lte=on))
        items.append(NavItem(_("我的入户"), reverse("visits_today"), mine, mine > 0))
    return items


def _planning(by: Officer, on: date) -> list[NavItem]:
    planned, overdue = queries.to_finish(by, on)
    waiting = planned + tally(queries.checks_to_plan(by, on))
    asked = queries.asks_to_plan(by, on)
    due = asked.filter(due_on__lte=on).exists()
    return [
        NavItem(_("入户核实"), reverse("visits_list"), waiting, overdue > 0),
        NavItem(_("外地请求入户"), reverse("visits_asks"), tally(asked), due),
    ]
