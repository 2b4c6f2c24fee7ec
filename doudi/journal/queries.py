from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from doudi.journal.models import Cursor, Entry


def next_entry(cursor: Cursor) -> Entry | None:
    """The next entry that is certain to have none before it still being written.

    Order is by transaction, then by row. All transactions below the oldest open one are finished,
    so nothing can appear before an entry that this returns.
    """
    settled = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
    after = Q(xid__gt=cursor.xid) | Q(xid=cursor.xid, id__gt=cursor.entry)
    return Entry.objects.filter(after, xid__lt=settled).order_by("xid", "id").first()


def stopped() -> QuerySet[Cursor]:
    """Readers that stand still before an entry that they cannot handle."""
    return Cursor.objects.exclude(fault="").order_by("reader")
