from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.supervision.guards import READERS, TRAIL_READERS
from doudi.ui.nav import NavItem


def trays(by: Officer, on: date) -> list[NavItem]:
    """Trying out policies, and what the administrators did, for those who may."""
    if by.duty in TRAIL_READERS:
        return [
            NavItem(_("管理员操作"), reverse("supervision_administrators"), None),
            NavItem(_("登录记录"), reverse("supervision_sign_ins"), None),
        ]
    if by.duty not in READERS:
        return []
    return [NavItem(_("政策试算"), reverse("supervision_simulations"), None)]
