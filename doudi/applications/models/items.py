"""容缺受理: what is still to come, and the family's dated promise to bring it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.applications.models.applications import Application
from doudi.people.states import SigningChannel


class Promise(models.Model):
    """告知承诺书: the items, the days, and what follows; text kept by version."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="promise"
    )
    text_version = models.CharField(max_length=20)
    text_hash = models.CharField(max_length=64)
    signed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20, choices=SigningChannel.choices)
    signature = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField()


class AwaitedItem(models.Model):
    """One paper of the flow's `later_items`, named together with all others.

    `due_on` is set by the acceptance and moved once by an extension. It ends when the paper came
    or when an officer closes it, and the case is decided on what is known.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="awaited")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    extension_reason = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "code"], name="awaited_item_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_by__isnull=False),
                name="awaited_item_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | Q(extended_by__isnull=False),
                name="awaited_item_extended_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=Q(received_at__isnull=True, closed_at__isnull=True),
                name="awaited_item_open",
            ),
        ]
