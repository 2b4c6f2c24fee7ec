"""What changed in a household on aid, and what was decided of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.awards.models.awards import Award
from doudi.awards.states import ChangeReason, ChangeSource, ChangeState, JobAnswer


class Change(models.Model):
    """Something about a household on aid changed, or is said to have.

    Three dates are kept: `event_on` when it happened, `known_at` when the office learned of it,
    `counts_from` the first day of the first month that the decision counts. Nothing here changes
    money: a named officer decides (decisions, matter "change:<pk>").
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="changes")
    reason = models.CharField(max_length=20, choices=ChangeReason.choices)
    source = models.CharField(max_length=12, choices=ChangeSource.choices)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.CharField(max_length=500, blank=True)
    event_on = models.DateField(null=True)
    known_at = models.DateTimeField()
    told_by_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_by_post = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    source_key = models.CharField(max_length=80, blank=True)  # what it came from, for once only
    state = models.CharField(max_length=10, choices=ChangeState.choices)
    assessment = models.ForeignKey(
        "decisions.Assessment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decision = models.OneToOneField(
        "decisions.Decision", on_delete=models.PROTECT, null=True, related_name="award_change"
    )
    counts_from = models.DateField(null=True)
    due_on = models.DateField()
    # an officer looked: it is so, on this day; members and place are then recorded too
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # what the family was told when it was asked for its view
    asked_at = models.DateTimeField(null=True)
    asked_text = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award", "source_key"],
                condition=~Q(source_key=""),
                name="change_once",
            ),
            models.CheckConstraint(
                condition=Q(counts_from__isnull=True) | Q(counts_from__day=1),
                name="change_counts_from_month",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CLOSED) | Q(closed_by__isnull=False),
                name="change_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPLIED) | Q(decision__isnull=False),
                name="change_applied_by_decision",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="change_state")]


class JobOffer(models.Model):
    """A job that the employment office offered and what became of it.

    Three refusals in a row without good reason allow a change of that person's own share only
    (民发〔2021〕57号 art. 34); a named officer says whether a reason was good.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="job_offers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    offer = models.CharField(max_length=200)
    record_number = models.CharField(max_length=60)  # of the employment office
    answer = models.CharField(max_length=12, choices=JobAnswer.choices)
    reason = models.CharField(max_length=300, blank=True)
    reason_good = models.BooleanField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "record_number"], name="job_offer_once"),
        ]
