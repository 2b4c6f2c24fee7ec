"""核对授权书: who let the county look, and the links by which one signs."""

import uuid
from typing import ClassVar

from django.db import models

from doudi.people.models.households import Household
from doudi.people.models.persons import Person
from doudi.people.states import SigningChannel


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

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["household"],
                condition=models.Q(revoked_at__isnull=False),
                name="authorisation_revoked",
            ),
        ]


class SigningLink(models.Model):
    """A single-use link by which one adult signs on the own phone; only its hash is kept."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class NoticeRead(models.Model):
    """Which version of the privacy notice someone was shown, with what he signed or sent."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=64)
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    shown_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "user", "version", "noun", "key"],
                nulls_distinct=False,
                name="notice_read_once",
            ),
        ]
