"""What waits for this post."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.queries.waiting import waiting_for_town, waiting_for_village
from doudi.common.actors import Officer
from doudi.ui.nav import NavItem


def trays(by: Officer, on: date) -> list[NavItem]:
    """村级初审 for the village, 待受理 for the town; both may begin one at the counter."""
    counter = NavItem(_("窗口代填申请"), reverse("applications_drafts"))
    if by.duty == Duty.VILLAGE_INTAKE:
        count = waiting_for_village(by, on).count()
        return [NavItem(_("村级初审"), reverse("applications_village"), count), counter]
    if by.duty == Duty.TOWN_ACCEPTOR:
        count = waiting_for_town(by, on).count()
        return [NavItem(_("待受理"), reverse("applications_town"), count), counter]
    return []
