"""What of a case its reader sees: no more than the pages behind it would open to the same duty.

A village does not need a family's bank balances to hand over a letter, nor a verifier the family's
answers at the door (个人信息保护法第六条：采取对个人权益影响最小的方式).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import doudi.verification.guards as check_guards
import doudi.visits.guards as visit_guards
from doudi.accounts.queries import holds
from doudi.applications.models import Application
from doudi.awards.guards.care import OFFER_READERS, RECHECK_READERS
from doudi.awards.guards.changes import CHANGE_READERS
from doudi.common.actors import Officer
from doudi.common.refusals import refusal_of
from doudi.decisions.guards.letters import SERVERS
from doudi.decisions.guards.reach import check_can_see
from doudi.ui.lines import Entry
from doudi.verification.models import Check
from doudi.visits.models import Plan


@dataclass(frozen=True)
class Sight:
    """`result`: opinion, decision, letter and aid; how it was computed is for who works on it."""

    visit: bool
    check: bool
    result: bool


# who pays reads what is paid: not who came late, nor why somebody could not take work
CARE_READERS = frozenset({*RECHECK_READERS, *OFFER_READERS, *CHANGE_READERS})
OFFERS_SHOWN = frozenset({*OFFER_READERS, *CHANGE_READERS})


def sight_of(
    by: Officer, application: Application, plan: Plan | None, check: Check | None, on: date
) -> Sight:
    place = application.place
    return Sight(
        visit=plan is None or _opens(visit_guards.check_can_read, by, plan, on),
        check=check is None or _opens(check_guards.check_can_read, by, check, on),
        result=_opens(check_can_see, by, place, on) or holds(by, SERVERS, place, on),
    )


def _opens(check: Callable[..., None], *given: Any) -> bool:
    return refusal_of(check, *given) is None


def told(entries: Iterable[Entry], readable: bool) -> list[Entry]:
    """What was done and when; what came of it only to who may read it."""
    return [one if readable else replace(one, text="", note="") for one in entries]
