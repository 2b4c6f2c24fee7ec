"""How a person wishes to be reached, and what was told in person."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from doudi.people.models.households import Household
from doudi.people.models.persons import Person
from doudi.people.states import InPersonOutcome, TellingWay


class ContactWish(models.Model):
    """No phone is required of anyone: the way, hours, language and needs somebody asked for."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_wishes")
    way = models.CharField(max_length=12, choices=TellingWay.choices)
    hours = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=40, blank=True)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(superseded_at__isnull=True),
                name="contact_wish_current",
            ),
        ]


class InPersonTask(models.Model):
    """当面告知: somebody goes and tells, because a message would not reach or not be understood."""

    once = models.CharField(max_length=120, unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    noun = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    due_on = models.DateField()
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=InPersonOutcome.choices, blank=True)
    told_on = models.DateField(null=True)
    told_to = models.CharField(max_length=60, blank=True)  # relation, never a name
    note = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["place", "done_at"], name="in_person_open"),
            models.Index(fields=["noun", "key"], name="in_person_about"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_by__isnull=False, told_on__isnull=False),
                name="in_person_done_by_someone",
            ),
        ]


class PhoneWord(models.Model):
    """Word of a household's case that went to a phone; where it fails, somebody goes and tells."""

    message = models.OneToOneField("messaging.Message", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
