"""Money that should come back: a claim, its months, and what was repaid."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.payments.models.runs import Entitlement
from doudi.payments.states import ClaimState, RepaymentWay


class RecoveryClaim(models.Model):
    """Months that were entered for more than is owed. Nothing is deducted by itself: a named
    officer waives it, or decides (decisions, matter "claim:<pk>") after the family was heard."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    award = models.ForeignKey("awards.Award", on_delete=models.PROTECT, related_name="claims")
    change = models.ForeignKey(
        "awards.Change", on_delete=models.PROTECT, null=True, related_name="claims"
    )
    # the months stood as granted, but less was owed since a change that became known later
    known_late = models.BooleanField(default=False)
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=ClaimState.choices)
    found_at = models.DateTimeField()
    decision = models.OneToOneField(
        "decisions.Decision", on_delete=models.PROTECT, null=True, related_name="claim"
    )
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    waived_reason = models.CharField(max_length=300, blank=True)
    # the person's written consent that part of later months is kept, and how many in a hundred
    consent = models.ForeignKey("files.File", on_delete=models.PROTECT, null=True, related_name="+")
    set_off_percent = models.PositiveSmallIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="claim_positive"),
            models.UniqueConstraint(
                fields=["change"], condition=Q(known_late=True), name="claim_known_late_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ClaimState.DECIDED, ClaimState.REPAID])
                | Q(decision__isnull=False),
                name="claim_decided_by_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClaimState.WAIVED)
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_reason=""),
                name="claim_waived_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(set_off_percent__isnull=True)
                | Q(consent__isnull=False, set_off_percent__gt=0, set_off_percent__lte=100),
                name="claim_set_off_by_consent",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state"], name="claim_state")]


class ClaimMonth(models.Model):
    """The part of a claim for one month and component; negative fen, or positive where another
    part of the same month rose."""

    claim = models.ForeignKey(RecoveryClaim, on_delete=models.PROTECT, related_name="months")
    component = models.ForeignKey("awards.Component", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "component", "month"], name="claim_month_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="claim_month_first"),
        ]


class Repayment(models.Model):
    """Money that came back: paid by the family, or kept from a later month (`entitlement` is
    that entry of the ledger, negative)."""

    claim = models.ForeignKey(RecoveryClaim, on_delete=models.PROTECT, related_name="repayments")
    way = models.CharField(max_length=10, choices=RepaymentWay.choices)
    amount_fen = models.BigIntegerField()
    on = models.DateField()
    receipt = models.CharField(max_length=60, blank=True)
    entitlement = models.OneToOneField(
        Entitlement, on_delete=models.PROTECT, null=True, related_name="repayment"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="repayment_positive"),
            models.CheckConstraint(
                condition=~Q(way=RepaymentWay.SET_OFF) | Q(entitlement__isnull=False),
                name="repayment_set_off_names_its_entry",
            ),
            models.UniqueConstraint(
                fields=["claim", "receipt"], condition=~Q(receipt=""), name="repayment_once"
            ),
        ]
