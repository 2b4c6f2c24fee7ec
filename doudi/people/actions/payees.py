"""The account that a household is paid to: a new one supersedes, none is overwritten."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import User
from doudi.audit.actions import record
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.crypto import blind_indexes, seal
from doudi.common.identity import read_account_number
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.files.actions import store
from doudi.journal.actions import note
from doudi.messaging.rules import Template
from doudi.people.actions.telling import tell
from doudi.people.guards import check_can_confirm_account, check_can_record_account
from doudi.people.models import AccountAgreement, BookKeeping, Household, PayeeAccount, Person
from doudi.people.queries.payees import payee_account
from doudi.people.rules.accounts import CHANGED, CONFIRMED


@action
def set_account(
    *, household: Household, holder: Person, bank: str, number: str, by: Actor, at: datetime
) -> PayeeAccount:
    """Raises Refusal when the number is unreadable; the same account again changes nothing.

    The first account is paid to at once; a later one when a second person has confirmed it, and
    the holder of the old one is told of the change.
    """
    digits = read_account_number(number)
    indexes = blind_indexes("account", digits)
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)  # one current account
    current = payee_account(household)
    if current and bytes(current.number_index) in indexes and current.holder_id == holder.pk:
        return current
    household.accounts.filter(superseded_at__isnull=True).update(superseded_at=at)
    account = PayeeAccount(
        household=household,
        holder=holder,
        bank=bank,
        number_index=indexes[0],
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
    if current:
        _tell(account, current.holder, CHANGED, by, at)
    return account


@action
def confirm_account(*, account: PayeeAccount, by: Officer, at: datetime) -> PayeeAccount:
    """Another person than who entered it looked at the card or book: from now on it is paid to.

    Raises Refusal for the one who entered it, or an account that is not the current one. The
    holders of the old and of the new account are told.
    """
    rows = PayeeAccount.objects.select_for_update(of=("self",))
    account = rows.select_related("household__place", "holder", "entered_post").get(pk=account.pk)
    check_can_confirm_account(by, account, day_of(at))
    account.confirmed_at, account.confirmed_post_id = at, by.post_id
    account.save(update_fields=["confirmed_at", "confirmed_post"])
    record(by=by, at=at, verb="confirm_account", noun="household", key=str(account.household_id))
    note(noun="household", key=str(account.household_id), verb="account_confirmed", at=at)
    for person in {account.holder, *_last_holder(account)}:
        _tell(account, person, CONFIRMED, by, at)
    return account


def _last_holder(account: PayeeAccount) -> list[Person]:
    before = account.household.accounts.filter(superseded_at__isnull=False)
    last = before.select_related("holder").order_by("-known_at").first()
    return [last.holder] if last else []


def _tell(
    account: PayeeAccount, person: Person, template: Template, by: Actor, at: datetime
) -> None:
    tell(
        household=account.household,
        person=person,
        template=template,
        values={"ending": account.last_four},
        noun="household",
        key=account.household.key,
        once=f"{template.code}:{account.pk}:{person.pk}",
        by=by,
        at=at,
    )


@action
def agree(
    *,
    account: PayeeAccount,
    reason: str,
    paper: bytes,
    agreed_on: date,
    by: Officer,
    at: datetime,
) -> AccountAgreement:
    """代领协议: the family agreed in writing, on the photographed paper, that this account of
    another person, or of several households, is paid to. Raises Refusal for a day to come."""
    check_can_record_account(by, account.household, day_of(at))
    if agreed_on > day_of(at):
        raise Refusal("agreement.day", _("签订日期不能晚于今天。"), field="agreed_on")
    file = store(
        content=paper, kind="photo", owner_noun="household", owner_key=account.household_id,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    made = AccountAgreement.objects.create(
        account=account, reason=reason, paper=file, agreed_on=agreed_on, recorded_at=at,
        recorded_by_id=by.post_id,
    )  # fmt: skip
    record(by=by, at=at, verb="agree_account", noun="household", key=str(account.household_id))
    return made


@action
def end_agreement(*, agreement: AccountAgreement, by: Officer, at: datetime) -> AccountAgreement:
    """The family took its agreement back; the next run compares the account again."""
    check_can_record_account(by, agreement.account.household, day_of(at))
    agreement.ended_at = agreement.ended_at or at
    agreement.save(update_fields=["ended_at"])
    key = str(agreement.account.household_id)
    record(by=by, at=at, verb="end_agreement", noun="household", key=key)
    return agreement


@action
def keep_book(
    *,
    household: Household,
    keeper: User,
    reason: str,
    paper: bytes,
    valid_from: date,
    by: Officer,
    at: datetime,
) -> BookKeeping:
    """An official keeps the family's bank book, by its agreement: on the county's register."""
    check_can_record_account(by, household, day_of(at))
    if valid_from > day_of(at):
        raise Refusal("book.day", _("开始日期不能晚于今天。"), field="valid_from")
    if household.bookkeepings.filter(valid_until__isnull=True).exists():
        raise Refusal("book.kept", _("这一家已经登记了代管人，请先登记归还。"), field="keeper")
    file = store(
        content=paper, kind="photo", owner_noun="household", owner_key=household.pk,
        sensitivity="personal", by=by, at=at,
    )  # fmt: skip
    made = BookKeeping.objects.create(
        household=household, keeper=keeper, paper=file, reason=reason, valid_from=valid_from,
        recorded_at=at, recorded_by_id=by.post_id,
    )  # fmt: skip
    record(by=by, at=at, verb="keep_book", noun="household", key=str(household.pk))
    return made


@action
def give_back_book(*, keeping: BookKeeping, on: date, by: Officer, at: datetime) -> BookKeeping:
    """The family has its bank book again."""
    check_can_record_account(by, keeping.household, day_of(at))
    if not keeping.valid_from <= on <= day_of(at):
        raise Refusal("book.day", _("归还日期要在开始日期之后，并且不晚于今天。"), field="on")
    keeping.valid_until = on
    keeping.save(update_fields=["valid_until"])
    record(by=by, at=at, verb="give_back_book", noun="household", key=str(keeping.household_id))
    return keeping
