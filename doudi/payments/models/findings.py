"""What the comparison before approval found about a line, and what a person said to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.payments.models.runs import Line
from doudi.payments.states import FindingAnswer, FindingKind


class LineFinding(models.Model):
    """Answered by a named person: the line is set aside until `due_on`, or it is right.

    A run is not approved while one of its findings has no answer. `other` is the award that
    excludes this one or shares its account.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12, choices=FindingKind.choices)
    other = models.ForeignKey("awards.Award", on_delete=models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=FindingAnswer.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField(null=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cleared_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "kind", "other"], nulls_distinct=False, name="finding_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(reason=""),
                name="finding_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(answer=FindingAnswer.SET_ASIDE) | Q(due_on__isnull=False),
                name="finding_set_aside_until",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True)
                | Q(cleared_by__isnull=False) & ~Q(cleared_reason=""),
                name="finding_cleared_by_someone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cleared_at", "due_on"], name="finding_open")]
