from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.accounts.guards import LEADERS
from doudi.common.actors import Officer
from doudi.ui.nav import NavItem


def trays(by: Officer, on: date) -> list[NavItem]:
    """For who leads an office: who acts in its posts."""
    return [NavItem(_("代理岗位"), reverse("accounts_acting"))] if by.duty in LEADERS else []
