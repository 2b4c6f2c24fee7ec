from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.awards.guards import READERS
from doudi.awards.guards.care import CHECKERS, CLOSERS, LEADERS, PRINTERS, RECHECKERS
from doudi.awards.guards.changes import HANDLERS
from doudi.awards.queries import changes, checkins, offers, rechecks
from doudi.common.actors import Officer
from doudi.people.queries.kin import READERS as KIN_READERS
from doudi.ui.nav import NavItem, tally

# On the phone of whoever goes from house to house, and a list for whoever sits at a desk.
ON_FOOT = (Duty.GRID_WORKER, Duty.COORDINATOR, Duty.SOCIAL_WORKER)


def trays(by: Officer, on: date) -> list[NavItem]:
    """Rechecks, check-ins and offers that wait, then look-ups without a count."""
    return [
        *_changes(by, on),
        *_rechecks(by, on),
        *_check_ins(by, on),
        *_offers(by, on),
        *_look_ups(by),
        *_kin(by),
    ]


def _kin(by: Officer) -> list[NavItem]:
    return [NavItem(_("近亲属比对"), reverse("awards_kin"))] if by.duty in KIN_READERS else []


def _changes(by: Officer, on: date) -> list[NavItem]:
    if by.duty not in HANDLERS:
        return []
    found = changes.waiting_for(by, on)
    late = changes.late_for(by, on).exists()
    return [NavItem(_("待遇变更"), reverse("awards_changes"), tally(found), late)]


def _rechecks(by: Officer, on: date) -> list[NavItem]:
    items = []
    if by.duty in RECHECKERS:
        count = tally(rechecks.rechecks_for(by, on))
        items.append(NavItem(_("定期核查"), reverse("awards_rechecks"), count))
    if by.duty in LEADERS:
        late = tally(rechecks.rechecks_for(by, on, late=True))
        items.append(NavItem(_("逾期核查"), reverse("awards_rechecks_late"), late, late > 0))
    return items


def _check_ins(by: Officer, on: date) -> list[NavItem]:
    if by.duty not in CHECKERS:
        return []
    missed = checkins.misses_for(by, on)
    late = missed.filter(due_on__lt=on).exists()
    items = [NavItem(_("未签到待上门"), reverse("awards_missed"), tally(missed), late)]
    owing = tally(checkins.owing_for(by, on))
    page = "awards_field" if by.duty in ON_FOOT else "awards_check_ins"
    return [NavItem(_("季度签到"), reverse(page), owing), *items]


def _offers(by: Officer, on: date) -> list[NavItem]:
    if by.duty not in CLOSERS:
        return []
    count = tally(offers.to_judge(by, on))
    return [NavItem(_("工作介绍待认定"), reverse("awards_offers"), count)] if count else []


def _look_ups(by: Officer) -> list[NavItem]:
    items = []
    if by.duty in READERS:
        items.append(NavItem(_("在享待遇"), reverse("awards_list")))
    if by.duty in PRINTERS:
        items.append(NavItem(_("证件"), reverse("awards_certificates")))
    return items
