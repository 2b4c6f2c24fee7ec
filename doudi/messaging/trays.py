from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.messaging.guards import WATCHERS
from doudi.messaging.queries import failed_messages
from doudi.ui.nav import NavItem, tally


def trays(by: Officer, on: date) -> list[NavItem]:
    """What the gateway never took; what only waits is on the page."""
    if by.duty not in WATCHERS:
        return []
    number = tally(failed_messages())
    return [NavItem(_("没有送到的短信"), reverse("messaging_undelivered"), number, number > 0)]
