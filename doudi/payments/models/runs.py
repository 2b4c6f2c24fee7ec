"""The ledger of what is owed, and under it the lines that the bank pays."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.payments.states import LineState, RunState


class Entitlement(models.Model):
    """What one component of one award is owed for one month. Never changed; corrected by the
    next `sequence` (a difference in fen, which may be negative). Unique, by the database."""

    award = models.ForeignKey("awards.Award", on_delete=models.PROTECT, related_name="ledger")
    component = models.ForeignKey(
        "awards.Component", on_delete=models.PROTECT, related_name="ledger"
    )
    month = models.DateField()
    sequence = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award", "component", "month", "sequence"], name="entitlement_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="entitlement_month_first"),
        ]
        indexes: ClassVar = [models.Index(fields=["month"], name="entitlement_month")]


class Run(models.Model):
    """One month of one programme for one paying office: drafted, approved by another, sent."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    number = models.CharField(max_length=40, unique=True)
    month = models.DateField()
    programme = models.CharField(max_length=40)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RunState.choices)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    drafted_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cut_off_at = models.DateTimeField(null=True)  # what became known later follows
    made_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_user__isnull=True)
                | ~Q(approved_user=models.F("drafted_user")),
                name="run_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RunState.DRAFT, RunState.CANCELLED])
                | Q(approved_user__isnull=False),
                name="run_sent_when_approved",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="run_month_first"),
            models.UniqueConstraint(
                fields=["programme", "place"],
                condition=Q(state=RunState.DRAFT),
                name="run_one_draft",
            ),
        ]


class Line(models.Model):
    """One award's money in one run, to one account, as one line of the bank file."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    award = models.ForeignKey("awards.Award", on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(
        "people.PayeeAccount", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reference = models.CharField(max_length=40, unique=True)
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=LineState.choices)
    bank_on = models.DateField(null=True)
    return_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "award"], name="line_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="line_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[LineState.SET_ASIDE, LineState.CANCELLED])
                | Q(account__isnull=False),
                name="line_to_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[LineState.PAID, LineState.RETURNED])
                | Q(bank_on__isnull=False),
                name="line_answered_on",
            ),
        ]


class LineItem(models.Model):
    """An entitlement under a line. `open` holds while the line may still be, or was, paid."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="items")
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="items")
    open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(open=True), name="entitlement_settled_once"
            ),
        ]


class BankFile(models.Model):
    """A file that went to the bank (csv, xlsx) or came back from it (return), with its number
    and hash, by which both sides know that they speak of the same file."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="bank_files")
    number = models.CharField(max_length=48, blank=True)
    kind = models.CharField(max_length=10)
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "kind", "sha256"], name="bank_file_once"),
        ]


class ReturnFault(models.Model):
    """A row of a return file that could not be used while the others were."""

    bank_file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="faults")
    row = models.PositiveIntegerField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bank_file", "row"], name="return_fault_once"),
        ]
