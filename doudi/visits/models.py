"""入户核实: planned for two investigators, recorded on a phone with ids made on the device."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.common.sealed import SealedField


class Plan(models.Model):
    """Two officers are to visit a household by a day, for a purpose, with a checklist."""

    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="visit_plans"
    )
    purpose = models.CharField(max_length=40)
    checklist = models.CharField(max_length=40)
    first = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    visit_on = models.DateField()
    due_on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    # its visit's `finished_at`, here as well so that the few open plans have an index of their own
    done_at = models.DateTimeField(null=True)
    # another town's office goes: it sees this visit and nothing else of the case
    asked_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
                name="visits_plan_open",
            ),
            models.Index(fields=["-done_at"], name="visits_plan_done"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="plan_two_people"),
        ]


class Ask(models.Model):
    """人户分离: one office asks another to visit a family that lives there."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="visit_asks"
    )
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    checklist = models.CharField(max_length=40, default="dibao")
    address_sealed = SealedField(null=True, context="visits.ask.{key}")
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, null=True, related_name="ask")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(plan__isnull=True, taken_back_at__isnull=True),
                name="visit_ask_one_open",
            ),
        ]


class Visit(models.Model):
    """What was done; `id` is made on the device, so a repeated delivery is the same visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="visit")
    met = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    finding = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)


class VisitAnswer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True)
    value = models.JSONField(null=True)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "question", "person"],
                nulls_distinct=False,
                name="visit_answer_once",
            ),
        ]


class Evidence(models.Model):
    """A photograph, or a signature of the family or of one investigator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=30)  # photo, signature_family, signature_first, …_second
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
