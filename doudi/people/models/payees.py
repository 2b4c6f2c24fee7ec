"""Where a household's money goes, and who keeps its bank book."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from doudi.common.sealed import SealedField
from doudi.people.models.households import Household
from doudi.people.models.persons import Person


class PayeeAccount(models.Model):
    """The account that a household is paid to; a new one supersedes, none is overwritten.

    The holder may be another person under a written agreement (`AccountAgreement`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="accounts")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    bank = models.CharField(max_length=60)
    number_sealed = SealedField(context="people.account.{id}")
    number_index = models.BinaryField(max_length=32)
    last_four = models.CharField(max_length=4)
    entered_by = models.CharField(max_length=60)
    entered_post = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    known_at = models.DateTimeField()
    # a later account is paid to once a second person has confirmed it; the first one at once
    confirmed_at = models.DateTimeField(null=True)
    confirmed_post = models.ForeignKey(
        "accounts.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(superseded_at__isnull=True),
                name="payee_account_current",
            ),
        ]


class AccountAgreement(models.Model):
    """代领协议: the household agreed in writing that another person's account is paid to."""

    account = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="agreements")
    reason = models.CharField(max_length=300)
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)


class BookKeeping(models.Model):
    """存折代管: an official keeps a household's bank book, by agreement and on the county's record
    (民发〔2021〕57号 art. 26)."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="bookkeepings")
    keeper = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Post", on_delete=models.PROTECT, related_name="+")
