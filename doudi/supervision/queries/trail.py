"""Pages of the trail."""

from django.db.models import QuerySet

from doudi.accounts.rules.posts import ADMINISTRATORS
from doudi.audit.models import Entry


def administrators_acts() -> QuerySet[Entry]:
    """What system, security and audit administrators did from these posts, newest first."""
    rows = Entry.objects.filter(actor_kind="officer", duty__in=sorted(ADMINISTRATORS))
    return rows.order_by("-id")
