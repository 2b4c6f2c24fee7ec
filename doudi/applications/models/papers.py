"""Every step also on paper: a printed sheet has a code, and its photograph finds the case."""

from typing import ClassVar

from django.db import models

from doudi.applications.models.applications import Application
from doudi.applications.states import PaperKind


class Paper(models.Model):
    """One printed sheet of one case; `code` is short enough to be typed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=PaperKind.choices)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    text_version = models.CharField(max_length=20, blank=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "kind", "person", "text_version"],
                nulls_distinct=False,
                name="paper_once",
            ),
        ]


class PaperScan(models.Model):
    """The photograph of a signed sheet; a better one may follow, both stay."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    scanned_at = models.DateTimeField()
    scanned_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
