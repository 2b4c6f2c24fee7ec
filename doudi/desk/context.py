"""Context processor: the navigation of the desk, from the trays of every module."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import cache
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
    """My trays with counts of a moment ago, then look-ups, which have none.

    A module's trays are counted again after DOUDI_NAV_SECONDS, or after fifty times as long as
    counting them took if that is more: with a million cases it never takes more than a fiftieth
    of a process. On the page of one of them they are counted now. What one process counted, all
    know.
    """
    key = f"trays:{officer.post_id}:{get_language()}"
    kept: dict[str, _Counted] = cache.get(key, {}) if settings.DOUDI_NAV_SECONDS else {}
    found = {trays.__module__: _recent(trays, officer, path, kept) for trays in TRAYS}
    if settings.DOUDI_NAV_SECONDS and found != kept:
        cache.set(key, found, max(counted.until for counted in found.values()) - time.time())
    return _grouped([item for counted in found.values() for item in counted.items])


@dataclass(frozen=True)
class _Counted:
    """Stands in the cache as it is: whoever changes it, or NavItem, gives the key another name."""

    items: list[NavItem]
    until: float


def _recent(trays: Trays, officer: Officer, path: str, kept: dict[str, _Counted]) -> _Counted:
    counted, began = kept.get(trays.__module__), time.time()
    if counted and began < counted.until and all(item.url != path for item in counted.items):
        return counted
    items = trays(officer, clock.today())
    now = time.time()
    return _Counted(items, now + max(settings.DOUDI_NAV_SECONDS, 50 * (now - began)))


def groups(officer: Officer) -> list[NavGroup]:
    """The navigation with the counts of now."""
    return _grouped(trays_of(officer))


def _grouped(found: list[NavItem]) -> list[NavGroup]:
    today = NavItem(_("今天"), reverse("desk_home"), exact=True)
    tasks = [today, *(item for item in found if item.count is not None)]
    look_ups = [item for item in found if item.count is None]
    look_ups.append(NavItem(_("提醒"), reverse("desk_reminders")))
    mine = NavGroup(_("我的待办"), tasks)
    return [mine, NavGroup(_("查阅"), look_ups)]


def trays_of(officer: Officer) -> list[NavItem]:
    """The trays of this duty, in the order of the river. One count query each."""
    today = clock.today()
    return [item for trays in TRAYS for item in trays(officer, today)]
