"""An account as an officer or the family says it: of a member, or of somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.common.actors import Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.payments import guards
from doudi.people.actions.payees import set_account
from doudi.people.actions.persons import register
from doudi.people.models import Household, PayeeAccount, Person
from doudi.people.queries import members


@dataclass(frozen=True)
class Said:
    """What the form said: a member's id, or another person's name and number."""

    holder: int | None
    other_name: str
    other_number: str
    bank: str
    number: str


@action
def change_account(*, household: Household, said: Said, by: Officer, at: datetime) -> PayeeAccount:
    """Raises Refusal for an unreadable number. A later account waits for a second person."""
    guards.check_can_see_account(by, household, day_of(at))
    holder = _member(household, said.holder, at) if said.holder else None
    if holder is None:
        holder = register(name=said.other_name, number=said.other_number or None, by=by, at=at)
    return set_account(
        household=household, holder=holder, bank=said.bank, number=said.number, by=by, at=at
    )


@action
def ask_for_account(*, household: Household, said: Said, by: Citizen, at: datetime) -> PayeeAccount:
    """A grown member whom an officer has seen asks for another account, of one of the family."""
    guards.check_own_account(by, household, day_of(at))
    holder = _member(household, said.holder or 0, at)
    return set_account(
        household=household, holder=holder, bank=said.bank, number=said.number, by=by, at=at
    )


def _member(household: Household, pk: int, at: datetime) -> Person:
    for one in members(household, day_of(at)):
        if one.person.pk == pk:
            return one.person
    raise Refusal("account.holder", _("请选择家庭成员。"), field="holder")
