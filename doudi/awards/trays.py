from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.awards.guards import READERS
from doudi.common.actors import Officer
from doudi.ui.nav import NavItem


def trays(by: Officer, on: date) -> list[NavItem]:
    """A look-up, not a task: no count."""
    return [NavItem(_("在享待遇"), reverse("awards_list"))] if by.duty in READERS else []
