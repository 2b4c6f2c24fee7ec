"""A standard that was raised: what each family is owed more, listed before anybody is paid."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from doudi.payments.states import AskOutcome, ItemState, RaiseState


class Raise(models.Model):
    """提标: the new values of a place and programme in force from a day, one list of awards.

    Drafted by one person, computed in the background, approved by another, then carried out award
    by award. `cause` names the values by their numbers; `from_month` is the first that may differ.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    values = models.ManyToManyField("policies.ParameterValue", related_name="raises")
    cause = models.CharField(max_length=200)
    from_month = models.DateField()
    state = models.CharField(max_length=10, choices=RaiseState.choices)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    drafted_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "programme"],
                condition=Q(state__in=[RaiseState.DRAFT, RaiseState.READY, RaiseState.APPROVED]),
                name="raise_one_open",
            ),
            models.CheckConstraint(
                condition=Q(approved_user__isnull=True) | ~Q(approved_user=F("drafted_user")),
                name="raise_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RaiseState.APPROVED, RaiseState.DONE])
                | Q(approved_user__isnull=False),
                name="raise_carried_out_when_approved",
            ),
            models.CheckConstraint(condition=Q(from_month__day=1), name="raise_month_first"),
        ]


class RaiseItem(models.Model):
    """One award in a raise. Fen a month before and after, and in all for past months."""

    # "raise" is a word of the language
    of = models.ForeignKey(Raise, on_delete=models.PROTECT, related_name="items")
    award = models.ForeignKey("awards.Award", on_delete=models.PROTECT, related_name="raise_items")
    state = models.CharField(max_length=10, choices=ItemState.choices)
    old_fen = models.BigIntegerField(null=True)
    new_fen = models.BigIntegerField(null=True)
    total_fen = models.BigIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    computed_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "award"], name="raise_item_once"),
            models.CheckConstraint(condition=Q(total_fen__gte=0), name="raise_item_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["of", "state"], name="raise_item_state")]


class RaiseLine(models.Model):
    """A past month of an award: fen accounted for, fen owed by the new standard, and why.

    `open` until the list is taken back or the award has changed: a month is listed once for each
    cause, by the database.
    """

    item = models.ForeignKey(RaiseItem, on_delete=models.PROTECT, related_name="lines")
    award = models.ForeignKey("awards.Award", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    cause = models.CharField(max_length=200)
    old_fen = models.BigIntegerField()
    new_fen = models.BigIntegerField()
    why = models.CharField(max_length=300, blank=True)
    open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award", "month", "cause"], condition=Q(open=True), name="raise_line_once"
            ),
            models.CheckConstraint(condition=Q(new_fen__gt=F("old_fen")), name="raise_line_more"),
            models.CheckConstraint(condition=Q(month__day=1), name="raise_line_month_first"),
        ]

    @property
    def difference_fen(self) -> int:
        return self.new_fen - self.old_fen


class MayAsk(models.Model):
    """A family that was refused within a year and would be within the new standard: it is told
    and helped to ask. Nothing is granted, and nothing back-dated, without its own application."""

    of = models.ForeignKey(Raise, on_delete=models.PROTECT, related_name="may_ask")
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        "decisions.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    amount_fen = models.BigIntegerField()  # a month, by what was known when it was refused
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=AskOutcome.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "household"], name="may_ask_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_by__isnull=False) & ~Q(outcome=""),
                name="may_ask_closed_by_someone",
            ),
        ]
