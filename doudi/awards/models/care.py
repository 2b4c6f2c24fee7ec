"""Looking in on a family on aid: rechecks and check-ins."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.awards.models.awards import Award
from doudi.awards.models.changes import Change
from doudi.awards.states import CheckInWay, RecheckOutcome


class Recheck(models.Model):
    """定期核查: due by itself; while it is late, aid goes on and the leader sees it."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="rechecks")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=RecheckOutcome.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="rechecks")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "due_on"], name="recheck_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_by__isnull=False),
                name="recheck_closed_by_someone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["closed_at", "due_on"], name="recheck_open")]


class CheckIn(models.Model):
    """打卡签到 of one quarter: by oneself, in a group, at home, through another, or by proof.

    Being absent opens a visit and nothing else: no check-in ever stops money.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="check_ins")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()  # its first day
    way = models.CharField(max_length=12, choices=CheckInWay.choices)
    seen_on = models.DateField()
    by_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_post = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    through = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    photo = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "person", "quarter"], name="check_in_once"),
        ]


class MissedCheckIn(models.Model):
    """A quarter nobody was seen in: somebody goes there. Closed by a visit or a late check-in."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="missed_check_ins")
    quarter = models.DateField()
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    plan = models.ForeignKey("visits.Plan", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "quarter"], name="missed_check_in_once"),
        ]
