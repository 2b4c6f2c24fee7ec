from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.ui.nav import NavItem
from doudi.verification.queries import to_report


def trays(by: Officer, on: date) -> list[NavItem]:
    """The verifier's tray: checks whose report is not out; hot when one is late."""
    if by.duty != Duty.VERIFIER:
        return []
    waiting, late = to_report(by, on)
    return [NavItem(_("经济状况核对"), reverse("verification_list"), waiting, late > 0)]
