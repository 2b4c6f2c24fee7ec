"""抽查: which cases the county looks at again, drawn so that nobody could choose."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.common.sealed import SealedField


class DrawKey(models.Model):
    """A month's secret for the spot check: its hash is public from the first day, it from the last.

    `key_sealed` is sealed under the row's own id; `shown` is the key in hex once the month is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    month = models.DateField()
    percent = models.PositiveSmallIntegerField()
    key_sealed = SealedField(context="decisions.draw_key.{id}")
    key_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    shown = models.CharField(max_length=64, blank=True)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "programme", "month"], name="draw_key_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="draw_key_month_first"),
        ]


class Draw(models.Model):
    """One request's lot: its running number under the month's key, and whether it was drawn."""

    request = models.OneToOneField(
        "applications.Request", on_delete=models.PROTECT, related_name="draw"
    )
    key = models.ForeignKey(DrawKey, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField()  # 0, 1, 2 … in order of arrival
    drawn = models.BooleanField()
    drawn_at = models.DateTimeField()
    # drawn, and the county has not visited since: the list of visits to make reads no other lot
    to_visit = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], name="draw_number_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["request"],
                condition=models.Q(to_visit=True),
                name="draw_to_visit",
            ),
        ]
