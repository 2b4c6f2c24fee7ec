"""The trail. Rows hold no foreign keys and no personal values; triggers allow INSERT only."""

from typing import ClassVar

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

SIGN_INS = ("sign_in", "sign_out", "wrong_password")  # of an officer's account


class Entry(models.Model):
    """Who did or read what, from which post, why and when.

    `xid` and `written_at` are set by the database: the transaction and its real time.
    """

    id = models.BigAutoField(primary_key=True)
    xid = models.BigIntegerField(
        db_index=True, db_default=RawSQL("pg_current_xact_id()::text::bigint", ())
    )
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=80)
    post_id = models.CharField(max_length=40, blank=True)
    duty = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=40)
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["noun", "key", "id"], name="audit_entry_about"),
            models.Index(fields=["actor_kind", "actor_id", "at"], name="audit_entry_actor"),
            # few of many, read by the audit administrator (supervision)
            models.Index(
                fields=["id"],
                condition=models.Q(duty__in=["audit_admin", "security_admin", "system_admin"]),
                name="audit_entry_admins",
            ),
            models.Index(
                fields=["id"],
                include=["verb"],
                condition=models.Q(noun="account", verb__in=SIGN_INS),
                name="audit_entry_sign_ins",
            ),
        ]


class Seal(models.Model):
    """One signed Merkle root over the transactions from `from_xid` to before `to_xid`."""

    number = models.BigIntegerField(primary_key=True)
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()


class Leaf(models.Model):
    """The hash of one entry under one seal."""

    id = models.BigAutoField(primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT)
    position = models.PositiveIntegerField()
    # Not a foreign key: a removed entry must leave its leaf behind.
    entry_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "position"], name="audit_leaf_position"),
        ]


class RequestKey(models.Model):
    """A form that was answered: its repeat gets the same answer."""

    key = models.UUIDField(primary_key=True)
    actor = models.CharField(max_length=80)
    path = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(db_index=True)
