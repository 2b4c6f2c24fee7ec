"""By whose hand an application comes, what was asked beside it, and how it may go back."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from doudi.applications.models.applications import Application
from doudi.applications.states import FirstSight, KinReply, SentTo, WithdrawalWay
from doudi.people.states import RepresentationKind


class Behalf(models.Model):
    """Who asks for the applicant, as was said when it was begun.

    It is a statement and gives no right: what somebody may do for another is a
    `people.Representation`, which an officer records.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="behalf")
    kind = models.CharField(max_length=12, choices=RepresentationKind.choices)
    name = models.CharField(max_length=60, blank=True)
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=200, blank=True)
    stated_at = models.DateTimeField()


class KinAnswer(models.Model):
    """Whether somebody close works for an office that handles this; the newest answer holds."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="kin_answers"
    )
    answer = models.CharField(max_length=10, choices=KinReply.choices)
    answered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(superseded_at__isnull=True),
                name="kin_answer_current",
            ),
        ]


class SendBack(models.Model):
    """退回补正: the town gives it back with everything that is to be put right, all at once."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="send_backs"
    )
    to = models.CharField(max_length=10, choices=SentTo.choices)
    reasons = ArrayField(models.CharField(max_length=40))
    note = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    # what the village said the second time; its first view stays as it was given
    answer_view = models.CharField(max_length=20, choices=FirstSight.choices, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(returned_at__isnull=True),
                name="send_back_one_open",
            ),
        ]


class Withdrawal(models.Model):
    """The family took it back at a counter: on a signed sheet, or before a second person."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="withdrawal"
    )
    way = models.CharField(max_length=10, choices=WithdrawalWay.choices)
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    witness = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    said = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | Q(witness__isnull=False),
                name="withdrawal_proved",
            ),
        ]
