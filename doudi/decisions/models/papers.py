"""What a case's volume needs beside the nouns: meetings asked for, things on paper, batches."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.decisions.states import BatchKind, RowState


class ConferenceCall(models.Model):
    """提请一事一议: why a request must go before a meeting before anything is proposed.

    `ground` is a code of the flow's `conference_grounds`.
    """

    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="conference_calls"
    )
    ground = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "ground"], name="conference_call_once"),
        ]


class PaperOnly(models.Model):
    """只有纸质: something of a case that exists on paper alone, and where it is kept."""

    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="papers"
    )
    what = models.CharField(max_length=120)
    kept_where = models.CharField(max_length=120)
    sheets = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sheets__gt=0), name="paper_has_sheets"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | Q(struck_by__isnull=False),
                name="paper_struck_by_someone",
            ),
        ]


class Batch(models.Model):
    """A list confirmed once by one person; each row is its own act with its own reason.

    `key` is made with the confirmation page: the same page sent twice is the same batch.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=10, choices=BatchKind.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")


class BatchRow(models.Model):
    """One request of a batch: done, or refused with the sentence that says why."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="batch_rows"
    )
    choice = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=RowState.choices, default=RowState.WAITING)
    sentence = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "request"], name="batch_row_once"),
        ]
