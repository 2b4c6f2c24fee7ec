"""What the rule says of a family, and what the town says of that."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.decisions.states import Recommendation


class Assessment(models.Model):
    """One run of one rule file over one snapshot with one parameter bundle: it recomputes."""

    # about a request, or about a matter that lies downstream ("change:<pk of an award's change>")
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, null=True, related_name="assessments"
    )
    matter = models.CharField(max_length=60, blank=True)
    programme = models.CharField(max_length=40)
    on = models.DateField()
    snapshot = models.ForeignKey("facts.Snapshot", on_delete=models.PROTECT, related_name="+")
    bundle = models.ForeignKey("policies.Bundle", on_delete=models.PROTECT, related_name="+")
    case = models.JSONField()  # what `policies.rules.assess` was given
    rule = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10)
    amount_fen = models.BigIntegerField(null=True)
    result = models.JSONField()
    assessed_at = models.DateTimeField()
    assessed_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(request__isnull=False) | ~Q(matter=""),
                name="assessment_about_something",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["matter"], name="assessment_matter")]


class Opinion(models.Model):
    """初审意见: the town's, resting on an assessment."""

    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="opinions"
    )
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    recommendation = models.CharField(max_length=10, choices=Recommendation.choices)
    reason = models.CharField(max_length=500)
    # why it was given before the economic check was reported; empty when it was
    without_check = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(superseded_at__isnull=True),
                name="opinion_current_once",
            ),
        ]
