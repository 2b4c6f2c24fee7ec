"""Values and documents that wait for a second person; the values in force to look up."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.policies.guards import KEEPERS, READERS
from doudi.policies.queries.library import waiting_documents
from doudi.policies.queries.standards import proposals
from doudi.ui.nav import NavItem, tally


def trays(by: Officer, on: date) -> list[NavItem]:
    if by.duty not in READERS:
        return []
    found = [NavItem(_("政策参数"), reverse("policies_list"))]
    if by.duty not in KEEPERS:
        return [*found, NavItem(_("本地文件"), reverse("policies_own_documents"))]
    values = tally(proposals(by, on))
    documents = tally(waiting_documents(by, on))
    return [
        NavItem(_("参数待核对"), reverse("policies_proposals"), values),
        NavItem(_("本地文件"), reverse("policies_own_documents"), documents or None),
        *found,
    ]
