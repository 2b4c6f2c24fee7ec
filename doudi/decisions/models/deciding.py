"""From the proposal to the letter that is served, and what may follow it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.decisions.models.examination import Assessment
from doudi.decisions.states import ComplaintWay, Outcome, Resolution, ReviewOutcome, Service


class Conference(models.Model):
    """一事一议: a meeting over cases for which the flow asks for one, with signed minutes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    held_on = models.DateField()
    where = models.CharField(max_length=120)
    chair = models.CharField(max_length=60)
    attendants = models.JSONField()  # names and units of officers, as the minutes list them
    minutes = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")


class ConferenceItem(models.Model):
    """What the meeting said about one request, and why."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="conference_items"
    )
    ground = models.CharField(max_length=40)
    resolution = models.CharField(max_length=20, choices=Resolution.choices)
    text = models.CharField(max_length=1000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "request"], name="conference_item_once"),
        ]


class Decision(models.Model):
    """Proposed by one person, decided by another; about a request or a matter of an award.

    Annulled: a review took it back; it stays visible, and the request is decided anew.
    """

    number = models.CharField(max_length=40, unique=True)
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    # a noun that lies downstream ("change:<pk>", "claim:<pk>"), so no foreign key
    matter = models.CharField(max_length=60, blank=True)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
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
    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    annulled_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(
                    returned_at__isnull=True, annulled_at__isnull=True, request__isnull=False
                ),
                name="decision_request_once",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(returned_at__isnull=True, annulled_at__isnull=True) & ~Q(matter=""),
                name="decision_matter_once",
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True)
                | Q(decided_at__isnull=False, annulled_by__isnull=False),
                name="decision_annulled_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False) | ~Q(matter=""),
                name="decision_on_an_assessment",
            ),
            models.CheckConstraint(
                condition=Q(decided_user__isnull=True) | ~Q(decided_user=F("proposed_user")),
                name="decision_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | ~Q(matter=""),
                name="decision_about_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["office"],
                condition=Q(decided_at__isnull=True, returned_at__isnull=True),
                name="decision_proposed",
            ),
            models.Index(
                fields=["decided_at", "id"],
                condition=Q(
                    decided_at__isnull=False, returned_at__isnull=True, annulled_at__isnull=True
                ),
                name="decision_made",
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

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["decision"], condition=Q(served_on__isnull=True), name="letter_to_serve"
            ),
        ]


class Review(models.Model):
    """复核: the family asks the office to look again; who touched the case may not answer.

    It is no 行政复议, which goes to the government and stands in the letter as the other remedy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews")
    asked_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    way = models.CharField(max_length=20, choices=ComplaintWay.choices)
    text = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=ReviewOutcome.choices, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(answered_at__isnull=True),
                name="review_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_by__isnull=False),
                name="review_answered_by_someone",
            ),
        ]


class CarryOver(models.Model):
    """转录: a decision was entered by hand in the province's system, under this number."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="carry_over")
    system = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    entered_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
