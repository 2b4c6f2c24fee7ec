"""Context processor: the navigation of the desk, from the trays of every module."""

import time
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import doudi.accounts.trays as accounts
import doudi.applications.trays as applications
import doudi.awards.trays as awards
import doudi.decisions.trays as decisions
import doudi.messaging.trays as messaging
import doudi.payments.trays as payments
import doudi.people.trays as people
import doudi.policies.trays as policies
import doudi.supervision.trays as supervision
import doudi.verification.trays as verification
import doudi.visits.trays as visits
from doudi.accounts.queries import office_of, own_post, shown_name
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.ui.nav import NavGroup, NavItem

Trays = Callable[[Officer, date], list[NavItem]]
TRAYS: tuple[Trays, ...] = (
    applications.trays,
    verification.trays,
    visits.trays,
    decisions.trays,
    awards.trays,
    payments.trays,
    people.trays,
    policies.trays,
    accounts.trays,
    messaging.trays,
    supervision.trays,
)


def nav(request: HttpRequest) -> dict[str, object]:
    """`nav`, `nav_place`, `nav_person` and the addresses of search, other posts and sign-out."""
    officer: Officer | None = getattr(request, "officer", None)
    if officer is None:
        return {}
    return {
        "nav": SimpleLazyObject(lambda: recent_groups(officer, request.path)),
        "nav_place": SimpleLazyObject(lambda: office_of(officer).name),
        "nav_person": SimpleLazyObject(lambda: shown_name(own_post(officer, clock.today()))),
        "post_url": reverse("accounts_post"),
        "search_url": reverse("desk_search"),
        "signout_url": "/sign-out/",
    }


def recent_groups(officer: Officer, path: str) -> list[NavGroup]:
    """My trays with counts of a moment ago, then look-ups, which have none."""
    return _grouped([item for trays in TRAYS for item in _recent(trays, officer, path)])


def _recent(trays: Trays, officer: Officer, path: str) -> list[NavItem]:
    """A module's trays, counted a moment ago; on the page of one of them, now.

    They are kept for DOUDI_NAV_SECONDS, and fifty times as long as the counting took if that is
    more: with a million cases it never takes more than a fiftieth of a process.
    """
    near, key = caches["near"], f"nav:{trays.__module__}:{officer.post_id}:{get_language()}"
    found: list[NavItem] | None = near.get(key)
    if found is None or any(item.url == path for item in found):
        began = time.monotonic()
        found = trays(officer, clock.today())
        if settings.DOUDI_NAV_SECONDS:
            took = time.monotonic() - began
            near.set(key, found, max(settings.DOUDI_NAV_SECONDS, 50 * took))
    return found


def groups(officer: Officer) -> list[NavGroup]:
    """The navigation with the counts of now."""
    return _grouped(trays_of(officer))


def _grouped(found: list[NavItem]) -> list[NavGroup]:
    tasks = [NavItem(_("今天"), reverse("desk_home")), *(i for i in found if i.count is not None)]
    look_ups = [item for item in found if item.count is None]
    look_ups.append(NavItem(_("提醒"), reverse("desk_reminders")))
    mine = NavGroup(_("我的待办"), tasks)
    return [mine, NavGroup(_("查阅"), look_ups)]


def trays_of(officer: Officer) -> list[NavItem]:
    """The trays of this duty, in the order of the river. One count query each."""
    today = clock.today()
    return [item for trays in TRAYS for item in trays(officer, today)]
