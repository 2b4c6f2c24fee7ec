"""The account that a household is paid to."""

from doudi.common.crypto import unseal
from doudi.people.models import Household, PayeeAccount


def payee_account(household: Household) -> PayeeAccount | None:
    return household.accounts.filter(superseded_at__isnull=True).select_related("holder").first()


def account_number(account: PayeeAccount) -> str:
    """The number in clear: for the bank file only; the caller records the purpose."""
    return unseal(f"people.account.{account.pk}", account.number_sealed).decode()
