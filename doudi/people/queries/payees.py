"""The account that a household is paid to, and who keeps its bank book."""

from datetime import date

from django.db.models import QuerySet

from doudi.accounts.queries import place_codes, under
from doudi.common.actors import Officer
from doudi.common.crypto import unseal
from doudi.people.models import AccountAgreement, BookKeeping, Household, PayeeAccount


def payee_account(household: Household) -> PayeeAccount | None:
    return household.accounts.filter(superseded_at__isnull=True).select_related("holder").first()


def account_number(account: PayeeAccount) -> str:
    """The number in clear: for the bank file only; the caller records the purpose."""
    return unseal(f"people.account.{account.pk}", account.number_sealed).decode()


def accounts_of_household(household: Household) -> QuerySet[PayeeAccount]:
    """All accounts that were ever recorded, the newest first."""
    rows = household.accounts.select_related("holder", "entered_post__user", "confirmed_post__user")
    return rows.order_by("-known_at")


def agreements_of(household: Household) -> QuerySet[AccountAgreement]:
    rows = AccountAgreement.objects.filter(account__household=household)
    return rows.select_related("account", "recorded_by__user").order_by("-recorded_at")


def unconfirmed_for(by: Officer, on: date) -> QuerySet[PayeeAccount]:
    """Accounts that wait for a second person where this post reaches, the oldest first."""
    rows = PayeeAccount.objects.filter(
        under(place_codes(by, on), field="household__place__code"),
        superseded_at__isnull=True,
        confirmed_at__isnull=True,
    )
    waiting = rows.select_related("household__place", "holder", "entered_post__user")
    return waiting.order_by("known_at", "pk")


def books_for(by: Officer, on: date) -> QuerySet[BookKeeping]:
    """The register of officials who keep a family's bank book, those kept now first."""
    rows = BookKeeping.objects.filter(under(place_codes(by, on), field="household__place__code"))
    return rows.select_related("household__place", "keeper", "recorded_by__user").order_by(
        "-valid_until", "-valid_from", "pk"
    )
