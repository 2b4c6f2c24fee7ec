"""What waits for this post, with counts; the doors collect them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.decisions.queries import waiting
from doudi.ui.nav import NavItem

TITLES = {
    waiting.OPINION: _("拟定意见"),
    waiting.POSTING: _("待公示"),
    waiting.HANGING: _("公示中"),
    waiting.PROPOSAL: _("待复核"),
    waiting.DECISION: _("待确认"),
    waiting.SERVICE: _("待送达"),
}


def trays(by: Officer, on: date) -> list[NavItem]:
    """Only the trays of this duty; one query for each count."""
    return [_item(by, tray, on) for tray in waiting.trays_of(by.duty)]


def _item(by: Officer, tray: str, on: date) -> NavItem:
    url = reverse("decisions_tray", args=[tray])
    hot = tray == waiting.HANGING and waiting.due_to_take_down(by, on).exists()
    return NavItem(str(TITLES[tray]), url, waiting.count(by, tray, on), hot=hot)
