"""家庭经济状况核对: a check of one household, source by source, by hand first."""

from typing import ClassVar

from django.db import models

from doudi.verification.states import AnswerState


class Check(models.Model):
    """Asked for a household under the authorisations in force; reported once."""

    number = models.CharField(max_length=40, unique=True)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="checks"
    )
    purpose = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    conclusion = models.CharField(max_length=20, blank=True)
    report = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    # off while a visit is planned after it: the list of visits to plan reads no other check
    to_visit = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["requested_at"],
                condition=models.Q(to_visit=True),
                name="check_to_visit",
            ),
        ]


class Answer(models.Model):
    """One source's answer, entered by a named officer; its values are facts."""

    check_made = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="answers")
    source = models.CharField(max_length=40)
    connector = models.CharField(max_length=20, default="by_hand")
    state = models.CharField(max_length=20, choices=AnswerState.choices)
    as_of = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_made", "source"],
                condition=models.Q(superseded_at__isnull=True),
                name="answer_current_once",
            ),
        ]
