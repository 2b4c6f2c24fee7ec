from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from doudi.journal.models import Cursor, Entry


def next_entry(cursor: Cursor, nouns: Collection[str] = ()) -> Entry | None:
    """The next entry, about one of the nouns if any are named, that is certain to have none before
    it still being written."""
    # the first half alone lets the index begin at the cursor, not at the journal's first line
    after = Q(xid__gte=cursor.xid) & (Q(xid__gt=cursor.xid) | Q(id__gt=cursor.entry))
    wanted = Q(noun__in=nouns) if nouns else Q()
    return _settled().filter(after, wanted).order_by("xid", "id").first()


def last_entry() -> Entry | None:
    """The last one before which nothing can appear any more."""
    return _settled().order_by("-xid", "-id").first()


def _settled() -> QuerySet[Entry]:
    """Order is by transaction, then by row: all below the oldest open transaction are finished."""
    oldest = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
    return Entry.objects.filter(xid__lt=oldest)


def stopped() -> QuerySet[Cursor]:
    """Readers that stand still before an entry that they cannot handle."""
    return Cursor.objects.exclude(fault="").order_by("reader")
