"""公示, what is said against it, and what is answered."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.common.sealed import SealedField
from doudi.decisions.states import ComplaintWay, ObjectionRoute, PostingKind, RemovalGround


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
    taken_down_photo = models.ForeignKey(
        "files.File", on_delete=models.PROTECT, null=True, related_name="+"
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
        indexes: ClassVar = [
            models.Index(
                fields=["place"], condition=Q(taken_down_at__isnull=True), name="posting_up"
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


class LineRemoval(models.Model):
    """A family taken off a sheet that hangs: gone from the web page at once.

    `struck_at`: somebody has struck it out on the paper too.
    """

    line = models.OneToOneField(PostingLine, on_delete=models.PROTECT, related_name="removal")
    ground = models.CharField(max_length=20, choices=RemovalGround.choices)
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | Q(struck_by__isnull=False),
                name="line_struck_by_someone",
            ),
        ]


class Objection(models.Model):
    """异议 to one line of a sheet: until it is answered nothing is proposed.

    Within the flow's working days a named officer says whether it has substance. With substance:
    the family is investigated again or a democratic appraisal is held, and a new opinion and a new
    sheet follow. A real name and a way to answer are sealed under the objection's own id.
    """

    line = models.ForeignKey(PostingLine, on_delete=models.PROTECT, related_name="objections")
    raised_on = models.DateField()
    text = models.CharField(max_length=500)
    name_sealed = SealedField(null=True, context="decisions.objection.{id}.name")
    contact_sealed = SealedField(null=True, context="decisions.objection.{id}.contact")
    way = models.CharField(
        max_length=20, choices=ComplaintWay.choices, default=ComplaintWay.COUNTER
    )
    noted_at = models.DateTimeField()
    # empty: written by the objector on the page behind the sheet's code
    noted_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    substance = models.BooleanField(null=True)
    substance_reason = models.CharField(max_length=500, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    route = models.CharField(max_length=20, choices=ObjectionRoute.choices, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    upheld = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_on = models.DateField(null=True)  # the objector was told, where there is one to tell

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(substance__isnull=True) | Q(judged_by__isnull=False),
                name="objection_judged_by_someone",
            ),
        ]


class Appraisal(models.Model):
    """民主评议: village representatives say what they know; it informs a new opinion."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="appraisal")
    request = models.ForeignKey(
        "applications.Request", on_delete=models.PROTECT, related_name="appraisals"
    )
    held_on = models.DateField()
    where = models.CharField(max_length=120)
    attendants = models.PositiveSmallIntegerField()
    representatives = models.PositiveSmallIntegerField()
    agree = models.PositiveSmallIntegerField()
    disagree = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    minutes = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attendants__gte=F("representatives"))
                & Q(attendants__gte=F("agree") + F("disagree")),
                name="appraisal_adds_up",
            ),
        ]


class Complaint(models.Model):
    """投诉、举报 about a household's case, before or after a decision; a named one is answered.

    Before the decision it makes a visit by the county compulsory (民发〔2021〕57号 art. 20). Name
    and way to answer are sealed under the complaint's own id; the family never sees either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=40, unique=True)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, null=True, related_name="+"
    )
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=ComplaintWay.choices)
    text = models.CharField(max_length=1000)
    name_sealed = SealedField(null=True, context="decisions.complaint.{id}.name")
    contact_sealed = SealedField(null=True, context="decisions.complaint.{id}.contact")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # the sign-in it was sent from, which may read the answer; empty for others
    sent_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # the officer it is about, where it is about one: that person may not answer it
    against = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    answer = models.CharField(max_length=1000, blank=True)
    founded = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_by__isnull=False),
                name="complaint_answered_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "answered_at"], name="complaint_open"),
        ]
