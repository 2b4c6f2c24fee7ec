"""Who lives together, and who stands in for whom."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from doudi.common.sealed import SealedField
from doudi.people.models.persons import Person
from doudi.people.states import ExcuseGround, Relation, RepresentationKind, Standing


class Household(models.Model):
    """Who lives together; where, down to the village, with the house number sealed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    registration = models.CharField(max_length=10)  # urban, rural, unknown
    address_sealed = SealedField(null=True, context="people.household.{key}")
    created_at = models.DateTimeField()


class Membership(models.Model):
    """Someone lives in a household for a period; confirmed: in one at a time, by the database."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    period = DateRangeField()
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="membership_confirmed_once",
                expressions=[
                    (
                        Func(
                            "person_id",
                            "person_id",
                            models.Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(standing=Standing.CONFIRMED, superseded_at__isnull=True),
            ),
        ]


class Representation(models.Model):
    """Who may act for a person: a guardian, a proxy with a paper, a helper, or an office.

    A minor without a guardian, and whoever the law places in an office's care, is represented by
    that office (民法典 art. 31, 32). In force on a day from `valid_from` until `valid_until`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    kind = models.CharField(max_length=12, choices=RepresentationKind.choices)
    by_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="represents"
    )
    by_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ground = models.CharField(max_length=200)
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    known_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(by_person__isnull=False, by_office__isnull=True)
                | Q(by_person__isnull=True, by_office__isnull=False),
                name="representation_by_one",
            ),
            models.CheckConstraint(
                condition=~Q(by_person=models.F("person")), name="representation_of_another"
            ),
        ]


class SignatureExcuse(models.Model):
    """Why an adult's letter is not asked for: a named officer's reason instead of a signature.

    The person's own data are not asked of any source without the letter. Where the ground is
    violence, nothing of the case is ever shown to this person (see `people.queries.kept_from`).
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="excuses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="excuses")
    ground = models.CharField(max_length=12, choices=ExcuseGround.choices)
    reason_sealed = SealedField(context="people.excuse.{household_id}.{person_id}")
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    excused_at = models.DateTimeField()
    excused_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(ended_at__isnull=True),
                name="excuse_once",
            ),
        ]
