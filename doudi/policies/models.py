"""A place's own parameters and documents, and the bundles that decisions were made with."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from doudi.policies.states import DocumentKind, Period, Standing


class Checked(models.Model):
    """Proposed by one person; checked, or rejected with a reason, by another. Filled in once."""

    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    checked_by = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    rejected_by = models.BigIntegerField(null=True)
    rejected_at = models.DateTimeField(null=True)
    reject_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        abstract = True


def _whole(name: str) -> list[models.CheckConstraint]:
    """Two persons; check and rejection each have person and moment, and never stand together."""
    checked = Q(checked_by__isnull=False, checked_at__isnull=False)
    rejected = Q(rejected_by__isnull=False, rejected_at__isnull=False) & ~Q(reject_reason="")
    unchecked = Q(checked_by__isnull=True, checked_at__isnull=True)
    kept = Q(rejected_by__isnull=True, rejected_at__isnull=True, reject_reason="")
    return [
        models.CheckConstraint(
            condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("proposed_by")),
            name=f"{name}_four_eyes",
        ),
        models.CheckConstraint(condition=checked | unchecked, name=f"{name}_checked_whole"),
        models.CheckConstraint(
            condition=kept | (rejected & unchecked), name=f"{name}_rejected_whole"
        ),
        models.CheckConstraint(
            condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
            name=f"{name}_period",
        ),
    ]


class ParameterValue(Checked):
    """One value as published, from a day until before another; in force once a second checked it.

    Nothing is overwritten: checking or rejecting fills empty fields, a successor closes `until_on`.
    A mistake is put right by a value that `replaces` it: the old one is then `superseded_at`.
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
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            *_whole("parameter"),
            ExclusionConstraint(
                name="parameter_no_overlap",
                expressions=[
                    (Func("slot", "slot", Value("[]"), function="int8range"), "&&"),
                    (Func("from_on", "until_on", function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(checked_at__isnull=False, superseded_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["key", "place"], name="parameter_key_place")]


class Bundle(models.Model):
    """The parameters a decision rested on, kept whole. The key is the SHA-256 of the content."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.JSONField()
    stored_at = models.DateTimeField()


class Document(Checked):
    """A place's own document in the policy library; public once a second person checked it.

    Nothing is overwritten: what was wrong, or has ended since, is a new entry that `replaces` the
    old one, and both stay. `words` are pairs of characters of title, number and text, for search.
    """

    place = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=100)
    issued_on = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300)
    read_on = models.DateField()
    standing = models.CharField(max_length=20, choices=Standing.choices)
    programmes = ArrayField(models.CharField(max_length=40), default=list)
    summary = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    words = ArrayField(models.CharField(max_length=2))
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    class Meta:
        constraints: ClassVar = [
            *_whole("document"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(rejected_at__isnull=True),
                name="document_one_successor",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="document_words"),
            models.Index(fields=["place", "from_on"], name="document_place"),
        ]
