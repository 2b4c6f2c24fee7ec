"""A place's own parameters, and the bundles that decisions were made with."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from doudi.policies.states import Period, Standing


class ParameterValue(models.Model):
    """One value as published, from a day until before another; in force once a second checked it.

    Nothing is overwritten: checking fills the two empty fields, a successor closes `until_on`.
    `slot` is 63 bits of the hash of place and key, for the no-overlap constraint.
    """

    place = models.CharField(max_length=12)
    key = models.CharField(max_length=80)
    slot = models.BigIntegerField()
    value = models.JSONField()
    period = models.CharField(max_length=5, choices=Period.choices, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    basis = models.CharField(max_length=300)
    standing = models.CharField(max_length=20, choices=Standing.choices)
    taken_from = models.CharField(max_length=200, blank=True)
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    checked_by = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="parameter_period",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("proposed_by")),
                name="parameter_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="parameter_checked_whole",
            ),
            ExclusionConstraint(
                name="parameter_no_overlap",
                expressions=[
                    (Func("slot", "slot", Value("[]"), function="int8range"), "&&"),
                    (Func("from_on", "until_on", function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(checked_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["key", "place"], name="parameter_key_place")]


class Bundle(models.Model):
    """The parameters a decision rested on, kept whole. The key is the SHA-256 of the content."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.JSONField()
    stored_at = models.DateTimeField()
