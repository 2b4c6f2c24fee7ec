from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.ui.nav import NavItem
from doudi.visits import guards, queries


def trays(by: Officer, on: date) -> list[NavItem]:
    """Visits to plan and planned; for an investigator also the own visits, on the phone."""
    if by.duty not in guards.PLANNERS:
        return []
    found = queries.counts(by, on)
    waiting = found.planned + queries.checks_to_plan(by, on).count()
    items = [NavItem(_("入户核实"), reverse("visits_list"), waiting, found.due > 0)]
    if by.duty == guards.INVESTIGATOR:
        mine = queries.my_plans(by, on).filter(visit_on__lte=on).count()
        items.append(NavItem(_("我的入户"), reverse("visits_today"), mine, mine > 0))
    return items
