"""The account that a household is paid to: a new one supersedes, none is overwritten."""

from datetime import datetime

from django.db import transaction

from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.crypto import blind_index, same, seal
from doudi.common.identity import read_account_number
from doudi.journal.actions import note
from doudi.people.models import Household, PayeeAccount, Person
from doudi.people.queries.payees import payee_account


@transaction.atomic
def set_account(
    *, household: Household, holder: Person, bank: str, number: str, by: Actor, at: datetime
) -> PayeeAccount:
    """Raises Refusal when the number is unreadable; the same account again changes nothing."""
    digits = read_account_number(number)
    index = blind_index("account", digits)
    current = payee_account(household)
    if current and same(bytes(current.number_index), index) and current.holder_id == holder.pk:
        return current
    household.accounts.filter(superseded_at__isnull=True).update(superseded_at=at)
    account = PayeeAccount(
        household=household,
        holder=holder,
        bank=bank,
        number_index=index,
        last_four=digits[-4:],
        entered_by=type(by).__name__.lower(),
        entered_post_id=by.post_id if isinstance(by, Officer) else None,
        known_at=at,
        confirmed_at=None if current else at,
    )
    account.number_sealed = seal(f"people.account.{account.pk}", digits)
    account.save(force_insert=True)
    record(by=by, at=at, verb="set_account", noun="household", key=str(household.pk))
    note(noun="household", key=str(household.pk), verb="account_set", at=at)
    return account
