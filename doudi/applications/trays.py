"""What waits for this post."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.queries.clock import overdue
from doudi.applications.queries.items import overdue_items
from doudi.applications.queries.waiting import waiting_for_town, waiting_for_village
from doudi.common.actors import Officer
from doudi.ui.nav import NavItem, tally

LEADERS = (Duty.TOWN_LEADER, Duty.TOWN_DECIDER, Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)


def trays(by: Officer, on: date) -> list[NavItem]:
    """村级初审 for the village, 待受理 for the town; both and the grid worker may begin one."""
    return [*_intake(by, on), *_late(by, on)]


def _late(by: Officer, on: date) -> list[NavItem]:
    """What is past its last day stands before whoever leads."""
    if by.duty not in LEADERS:
        return []
    count = tally(overdue(by, on))
    return [NavItem(_("超过时限"), reverse("applications_late"), count, hot=count > 0)]


def _intake(by: Officer, on: date) -> list[NavItem]:
    if by.duty == Duty.GRID_WORKER:
        return [_counter(), NavItem(_("我收的申请"), reverse("applications_elsewhere"))]
    if by.duty == Duty.VILLAGE_INTAKE:
        count = tally(waiting_for_village(by, on))
        first = NavItem(_("村级初审"), reverse("applications_village"), count)
        return [first, _counter(), *_paper()]
    if by.duty == Duty.TOWN_ACCEPTOR:
        count = tally(waiting_for_town(by, on))
        first = NavItem(_("待受理"), reverse("applications_town"), count)
        return [first, _items(by, on), _counter(), *_paper()]
    if by.duty in (Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER):
        return [_items(by, on)]
    return []


def _counter() -> NavItem:
    return NavItem(_("窗口代填申请"), reverse("applications_drafts"))


def _items(by: Officer, on: date) -> NavItem:
    count = tally(overdue_items(by, on))
    return NavItem(_("后补材料到期"), reverse("applications_items_due"), count, hot=count > 0)


def _paper() -> list[NavItem]:
    return [
        NavItem(_("拍照上传纸质表"), reverse("applications_paper_find")),
        NavItem(_("全城通办：我处收的"), reverse("applications_elsewhere")),
    ]
