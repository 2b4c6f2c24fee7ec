"""近亲属备案: the close relatives of those who handle or supervise aid; seen by no town."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.common.sealed import SealedField
from doudi.people.states import KinReason, KinRelation


class KinFiling(models.Model):
    """What one officer, village committee member or supervisor declared, yearly and per post.

    The newest filing of a user replaces the earlier one; each stays.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="kin_filings")
    year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, choices=KinReason.choices)
    post = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(superseded_at__isnull=True),
                name="kin_filing_current",
            ),
        ]


class KinEntry(models.Model):
    """One relative; name and number sealed under the entry's own id, found by blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    filing = models.ForeignKey(KinFiling, on_delete=models.PROTECT, related_name="entries")
    relation = models.CharField(max_length=12, choices=KinRelation.choices)
    name_sealed = SealedField(context="people.kin_entry.{id}.name")
    number_sealed = SealedField(null=True, context="people.kin_entry.{id}.number")
    number_index = models.BinaryField(null=True, max_length=32)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["number_index"], name="kin_entry_index")]
