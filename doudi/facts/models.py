"""What is known about whom: a row per statement, never overwritten, only superseded."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.facts.states import SourceKind, Unknown


class Fact(models.Model):
    """One statement about a person or a household.

    `attribute` is a code of `rules.attributes`; `value` is JSON in that attribute's shape, or null
    with `unknown` saying why. `item` tells two items of one attribute apart (two jobs, two banks).
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="facts"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="facts"
    )
    attribute = models.CharField(max_length=60)
    item = models.CharField(max_length=60, blank=True)
    value = models.JSONField(null=True)
    unknown = models.CharField(max_length=20, choices=Unknown.choices, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    source_kind = models.CharField(max_length=20, choices=SourceKind.choices)
    source = models.CharField(max_length=80)
    source_key = models.CharField(max_length=60, blank=True)
    as_of = models.DateField()
    true_from = models.DateField(null=True)
    true_until = models.DateField(null=True)
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, unknown="")
                | (Q(value__isnull=True) & ~Q(unknown="")),
                name="fact_value_or_cause",
            ),
            models.UniqueConstraint(
                fields=["household", "person", "attribute", "item", "source_kind"],
                condition=Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="fact_current_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household", "attribute", "known_at"], name="fact_household"),
        ]


class Snapshot(models.Model):
    """The frozen input of an assessment, as canonical JSON, with its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    known = models.DateTimeField()
    content = models.JSONField()
    taken_at = models.DateTimeField()
