"""Who is to get less is heard first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.decisions.states import HearingWay


class Hearing(models.Model):
    """听取意见 before less or nothing: what the person was told and said (社会救助法 art. 48)."""

    matter = models.CharField(max_length=60)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    heard = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    way = models.CharField(max_length=20, choices=HearingWay.choices)
    held_on = models.DateField()
    told = models.CharField(max_length=1000)  # the facts and the amount the person was told
    said = models.CharField(max_length=1000, blank=True)
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    # an officer wrote it down, or the family itself wrote it in the app
    noted_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(way=HearingWay.NOT_REACHED) | Q(heard__isnull=False),
                name="hearing_of_someone",
            ),
            models.CheckConstraint(
                condition=Q(noted_by__isnull=False) | Q(noted_user__isnull=False),
                name="hearing_noted_by_someone",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["matter"], name="hearing_matter")]
