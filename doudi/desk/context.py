"""Context processor: the navigation of the desk, from the trays of every module."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

import doudi.accounts.trays as accounts
import doudi.applications.trays as applications
import doudi.awards.trays as awards
import doudi.decisions.trays as decisions
import doudi.messaging.trays as messaging
import doudi.payments.trays as payments
import doudi.people.trays as people
import doudi.verification.trays as verification
import doudi.visits.trays as visits
from doudi.accounts.queries import office_of, post_by_id, shown_name
from doudi.common import clock
from doudi.common.actors import Officer
from doudi.ui.nav import NavGroup, NavItem

TRAYS = (
    applications.trays,
    verification.trays,
    visits.trays,
    decisions.trays,
    awards.trays,
    payments.trays,
    people.trays,
    accounts.trays,
    messaging.trays,
)


def nav(request: HttpRequest) -> dict[str, object]:
    """`nav`, `nav_place`, `nav_person` and the addresses of search, other posts and sign-out."""
    officer: Officer | None = getattr(request, "officer", None)
    if officer is None:
        return {}
    return {
        "nav": SimpleLazyObject(lambda: groups(officer)),
        "nav_place": SimpleLazyObject(lambda: office_of(officer).name),
        "nav_person": SimpleLazyObject(lambda: shown_name(post_by_id(officer.post_id))),
        "post_url": reverse("accounts_post"),
        "search_url": reverse("desk_search"),
        "signout_url": "/sign-out/",
    }


def groups(officer: Officer) -> list[NavGroup]:
    """My trays with counts first, then look-ups, which have none."""
    found = trays_of(officer)
    tasks = [NavItem(_("今天"), reverse("desk_home")), *(i for i in found if i.count is not None)]
    look_ups = [item for item in found if item.count is None]
    look_ups.append(NavItem(_("提醒"), reverse("desk_reminders")))
    mine = NavGroup(_("我的待办"), tasks)
    return [mine, NavGroup(_("查阅"), look_ups)]


def trays_of(officer: Officer) -> list[NavItem]:
    """The trays of this duty, in the order of the river. One count query each."""
    today = clock.today()
    return [item for trays in TRAYS for item in trays(officer, today)]
