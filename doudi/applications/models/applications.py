"""An application asks for one or more programmes; each request counts its own unit."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.applications.states import (
    Channel,
    ClockKind,
    FirstSight,
    MemberGround,
    RemarkCode,
    State,
)


class Application(models.Model):
    """One family asks once. Days run from `accepted_at`; after a review, from `reopened_at`."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.CharField(max_length=30, unique=True)
    household = models.ForeignKey(
        "people.Household", on_delete=models.PROTECT, related_name="applications"
    )
    applicant = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    # the counter of another place that filled it in (全城通办); none where the home office did
    intake_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    started_session = models.BinaryField(null=True, max_length=32)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepting_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    receipt_number = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001
    due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_by__isnull=False),
                name="application_accepted_by_someone",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "submitted_at"], name="application_state"),
        ]


class Named(models.Model):
    """The name as it was typed in this application.

    A phone that is not known to belong to a person is shown this, never the name on record.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="named")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    typed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "person"], name="named_once"),
        ]


class Request(models.Model):
    """One programme asked for in an application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    programme = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "programme"], name="request_once"),
        ]


class UnitMember(models.Model):
    """Whom the test counts, each with the legal ground; the newest statement holds."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="unit")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    counted = models.BooleanField(null=True)
    ground = models.CharField(max_length=20, choices=MemberGround.choices)
    stated_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=Q(superseded_at__isnull=True),
                name="unit_member_once",
            ),
        ]


class Supporter(models.Model):
    """Someone outside the household with a legal duty of support (赡养人、扶养人、抚养人)."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="supporters"
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20)
    consents = models.BooleanField(null=True)
    stated_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)


class Remark(models.Model):
    """Something remarkable that kept nothing out: for whoever must look.

    `settled_at`: it is no longer so (the adult has signed since).
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="remarks")
    code = models.CharField(max_length=60, choices=RemarkCode.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True)
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "code", "person"],
                nulls_distinct=False,
                name="remark_once",
            ),
        ]


class FirstView(models.Model):
    """村级初审: what the village says it knows. It ends nothing."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="first_view"
    )
    view = models.CharField(max_length=20, choices=FirstSight.choices)
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")


class ClockEvent(models.Model):
    """Something that stops the time limit, lets it run again, or lengthens it, with its ground.

    The codes and their legal grounds are data of the flow; `rules.deadline` reads the events.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="clock_events"
    )
    kind = models.CharField(max_length=10, choices=ClockKind.choices)
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300, blank=True)
    on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "kind", "code", "on"], name="clock_event_once"
            ),
        ]
