"""A person is an internal key; names, numbers and phones are dated attributes of it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from doudi.common.sealed import SealedField
from doudi.people.states import DocumentKind

_BEGINNING: tuple[str] = ("varchar_pattern_ops",)


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
    initials = models.CharField(max_length=60, default="")
    characters = ArrayField(models.CharField(max_length=4))
    valid_from = models.DateField()
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "superseded_at"], name="person_name_current"),
            models.Index(fields=["sort_key"], name="person_name_sort"),
            # found by their beginning, whatever the collation of the database
            models.Index(fields=["name"], opclasses=_BEGINNING, name="person_name_begins"),
            models.Index(fields=["pinyin"], opclasses=_BEGINNING, name="person_name_pinyin"),
            models.Index(fields=["initials"], opclasses=_BEGINNING, name="person_name_initials"),
        ]


class Identity(models.Model):
    """A document number, sealed under its own id, found by its blind index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    number_sealed = SealedField(context="people.identity.{id}")
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
    phone_sealed = SealedField(context="people.contact.{id}")
    phone_index = models.BinaryField(max_length=32)
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["phone_index"], name="contact_phone")]
