from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.people.guards import TELLERS
from doudi.people.queries.kin import READERS, needs_filing
from doudi.people.queries.telling import to_tell
from doudi.ui.nav import NavItem


def trays(by: Officer, on: date) -> list[NavItem]:
    """What has to be told in person, and the own relatives that have to be filed."""
    return [*_telling(by, on), *_kin(by, on)]


def _kin(by: Officer, on: date) -> list[NavItem]:
    """A task while a filing is due, then a look-up; the register for the county alone."""
    due = 1 if needs_filing(by.user_id, on) else None
    found = [NavItem(_("近亲属备案"), reverse("people_kin"), due, bool(due))]
    if by.duty in READERS:
        found.append(NavItem(_("近亲属备案登记册"), reverse("people_kin_register")))
    return found


def _telling(by: Officer, on: date) -> list[NavItem]:
    if by.duty not in TELLERS:
        return []
    found = list(to_tell(by, on).values_list("due_on", flat=True))
    hot = any(due <= on for due in found)
    return [NavItem(_("当面告知"), reverse("people_telling"), len(found), hot)]
