"""A person is an internal key; names, numbers and phones are dated attributes of it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from doudi.people.states import DocumentKind, Relation, SigningChannel, Standing


class Person(models.Model):
    """Someone known to the platform; a person without a number is a person."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    sex = models.CharField(max_length=1, blank=True)
    born_on = models.DateField(null=True)
    died_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)


class PersonName(models.Model):
    """A name from a day on; the newest known is shown. Keys serve order and search."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=60)
    sort_key = models.BinaryField(max_length=240)  # GB18030 bytes: pinyin order of common names
    pinyin = models.CharField(max_length=240)
    characters = ArrayField(models.CharField(max_length=4))
    valid_from = models.DateField()
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "superseded_at"], name="person_name_current"),
            models.Index(fields=["sort_key"], name="person_name_sort"),
        ]


class Identity(models.Model):
    """A document number, sealed under its own id, found by its blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    number_sealed = models.BinaryField()
    number_index = models.BinaryField(max_length=32)
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["number_index"], name="identity_index")]


class Merge(models.Model):
    """`same` is the same human as `person`; nothing that points at either is rewritten."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    same = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_into")
    reason = models.CharField(max_length=200)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    reversed_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )


class Login(models.Model):
    """This user of the portal is this person, as someone with a name established."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="logins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="logins")
    linked_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="login_one_person"
            ),
        ]


class Contact(models.Model):
    """A mobile number of a person, recorded by an office; sealed under its own id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    phone_sealed = models.BinaryField()
    phone_index = models.BinaryField(max_length=32)
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone_index"], name="contact_phone")]


class Household(models.Model):
    """Who lives together; where, down to the village, with the house number sealed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    registration = models.CharField(max_length=10)  # urban, rural, unknown
    address_sealed = models.BinaryField(null=True)
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


class Authorisation(models.Model):
    """核对授权书: an adult lets the county check the household's economic situation.

    In force from `signed_at` until `valid_until` or `revoked_at`; checked when used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=40, unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="authorisations")
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20, choices=SigningChannel.choices)
    text_version = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=64)
    signature = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField()
    valid_until = models.DateField()
    revoked_at = models.DateTimeField(null=True)


class SigningLink(models.Model):
    """A single-use link by which one adult signs on the own phone; only its hash is kept."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class PayeeAccount(models.Model):
    """The account that a household is paid to; a new one supersedes, none is overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="accounts")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=60)
    number_sealed = models.BinaryField()
    number_index = models.BinaryField(max_length=32)
    last_four = models.CharField(max_length=4)
    entered_by = models.CharField(max_length=60)
    entered_post = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(superseded_at__isnull=True),
                name="payee_account_current",
            ),
        ]
