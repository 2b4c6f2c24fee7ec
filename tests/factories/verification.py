"""Families with consent and checks for tests."""

from datetime import date, datetime

from doudi.common.actors import Officer
from doudi.people.models import Household
from doudi.verification import actions
from doudi.verification.models import Check
from doudi.verification.rules import sources
from tests.factories import accounts, people
from tests.factories.people import AT


def family(*, signed: bool = True, code: str = accounts.VILLAGE, at: datetime = AT) -> Household:
    """刘桂英, her husband, a child of 10; both adults have signed unless told otherwise."""
    wife = people.person("刘桂英", born_on=date(1974, 3, 5), at=at)
    husband = people.person("周全", born_on=date(1970, 3, 1), sex="M", at=at)
    child = people.person("周小满", born_on=date(2016, 5, 1), at=at)
    made = people.household(
        (wife, "self"),
        (husband, "spouse"),
        (child, "child"),
        place=accounts.place(code),
        at=at,
    )
    return people.signed(made, wife, husband, at=at) if signed else made


def check(made: Household, at: datetime, by: Officer | None = None) -> Check:
    by = by or accounts.officer("town_acceptor", made.place)
    return actions.request_check(household=made, purpose="dibao", by=by, at=at)


def verifier(made: Household) -> Officer:
    return accounts.officer("verifier", made.place)


def all_answered(made: Check, by: Officer, at: datetime, state: str = "no_record") -> None:
    """Every source gives the same answer, as of that day."""
    for source in sources():
        actions.record_answer(
            check=made, source=source.code, state=state, as_of=at.date(), by=by, at=at
        )
