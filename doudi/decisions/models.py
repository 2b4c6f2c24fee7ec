"""From the explained assessment to the letter that is served."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.decisions.states import Outcome, PostingKind, Recommendation, Service


class Assessment(models.Model):
    """One run of one rule file over one snapshot with one parameter bundle: it recomputes."""

    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="assessments"
    )
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


class Posting(models.Model):
    """公示: one sheet for a village with several families. Days count from `hung_on`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=10, choices=PostingKind.choices)
    programme = models.CharField(max_length=40)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    hung_on = models.DateField(null=True)
    hung_where = models.CharField(max_length=120, blank=True)
    hung_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    photo = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    until_on = models.DateField(null=True)  # last day it hangs
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # why it came down before its last day; such a sheet does not count as posted
    early_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hung_on__isnull=True)
                | Q(hung_by__isnull=False, until_on__gte=F("hung_on")),
                name="posting_hung_by_someone",
            ),
        ]


class PostingLine(models.Model):
    """One family on a sheet: exactly the white-listed words that hang, nothing else."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="lines")
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="posting_lines"
    )
    name = models.CharField(max_length=60)
    members = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["posting", "request"], name="posting_line_once"),
        ]


class Objection(models.Model):
    """异议 to one line of a sheet: until it is answered nothing is proposed."""

    line = models.ForeignKey(PostingLine, on_delete=models.PROTECT, related_name="objections")
    raised_on = models.DateField()
    text = models.CharField(max_length=500)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=500, blank=True)
    upheld = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )


class Decision(models.Model):
    """Proposed by one person, decided by another; about a request or a change of an award."""

    number = models.CharField(max_length=40, unique=True)
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    # a change of an award: the key of a noun that lies downstream, so no foreign key
    change = models.CharField(max_length=60, blank=True)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    amount_fen = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    proposed_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=500, blank=True)
    effective_from = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(returned_at__isnull=True, request__isnull=False),
                name="decision_request_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_user__isnull=True) | ~Q(decided_user=F("proposed_user")),
                name="decision_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | ~Q(change=""),
                name="decision_about_something",
            ),
        ]


class Letter(models.Model):
    """The written decision: law, reasons, remedies; terms run from `served_on`."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=40, unique=True)
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    served_on = models.DateField(null=True)
    served_how = models.CharField(max_length=20, choices=Service.choices, blank=True)
    served_to = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    served_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    served_signature = models.ForeignKey(
        "files.File", on_delete=models.PROTECT, null=True, related_name="+"
    )
