"""What a decision gives: to whom, in which components, from when until when."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.awards.states import ComponentKind, State


class Award(models.Model):
    """Granted by one decision; `valid_from` is the first day of the first month paid."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.CharField(max_length=40, unique=True)
    decision = models.OneToOneField(
        "decisions.Decision", on_delete=models.PROTECT, related_name="award"
    )
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="awards"
    )
    holder = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recheck_on = models.DateField()
    # months between rechecks: by the family's class, of the flow (民发〔2021〕57号 art. 31)
    recheck_months = models.PositiveSmallIntegerField(default=12)
    granted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["programme", "state"], name="award_state"),
            models.Index(fields=["-valid_from", "-id"], name="award_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=State.ENDED) | Q(valid_until__isnull=False),
                name="award_ended_until",
            ),
            models.CheckConstraint(condition=Q(valid_from__day=1), name="award_from_month"),
        ]


class AwardPlace(models.Model):
    """Which place and office pay from a month on; the old place pays the month of the move."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="places")
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "valid_from"], name="award_place_once"),
            models.CheckConstraint(condition=Q(valid_from__day=1), name="award_place_month_first"),
        ]


class Beneficiary(models.Model):
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="beneficiaries")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="benefits")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            # a row that a later change emptied (from = until) stands beside its successor
            models.UniqueConstraint(
                fields=["award", "person", "valid_from"],
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                name="beneficiary_once",
            ),
        ]


class Component(models.Model):
    """Fen a month; base is the household's, extras name their person."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="components")
    kind = models.CharField(max_length=10, choices=ComponentKind.choices)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    amount_fen = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    known_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="component_period",
            ),
            models.UniqueConstraint(
                fields=["award", "kind", "person", "valid_from"],
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from")),
                nulls_distinct=False,
                name="component_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="component_not_negative"),
        ]


class Certificate(models.Model):
    """低保证: printed by the family; `code` is in its QR and opens the public check page."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    valid_until = models.DateField()
    revoked_at = models.DateTimeField(null=True)
