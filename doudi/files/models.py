from typing import ClassVar

from django.db import models

from doudi.common.sealed import SealedField
from doudi.files import rules


class File(models.Model):
    """A stored file. Its content is on disk, encrypted, under the hash of what it holds.

    `owner_noun` and `owner_key` name the thing that it belongs to and decide who may open it.
    """

    id = models.UUIDField(primary_key=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sensitivity = models.CharField(max_length=10)
    owner_noun = models.CharField(max_length=40)
    owner_key = models.CharField(max_length=80)
    retention_until = models.DateField(null=True, blank=True)
    stored = models.CharField(max_length=80)
    # where and when a photograph says it was taken; sealed, as it tells where somebody lives
    taken_sealed = SealedField(null=True, context="files.taken.{id}")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_noun", "owner_key"], name="files_file_owner"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=sorted(rules.MEDIA)), name="files_file_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(sensitivity__in=rules.SENSITIVITIES),
                name="files_file_sensitivity",
            ),
        ]
