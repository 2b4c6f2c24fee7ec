"""What finished, in order, and how far each reader has read."""

from typing import ClassVar

from django.db import models
from django.db.models.expressions import RawSQL


class Entry(models.Model):
    """Something finished: the noun's kind, its key and what happened. Written once."""

    id = models.BigAutoField(primary_key=True)
    xid = models.BigIntegerField(db_default=RawSQL("pg_current_xact_id()::text::bigint", ()))
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["xid", "id"], name="journal_entry_order"),
            models.Index(fields=["noun", "key", "id"], name="journal_entry_about"),
        ]


class Cursor(models.Model):
    """The last entry a reader has handled. `fault` names the error that stops it, if one does."""

    reader = models.CharField(max_length=40, primary_key=True)
    xid = models.BigIntegerField(default=0)
    entry = models.BigIntegerField(default=0)
    fault = models.CharField(max_length=80, blank=True)
