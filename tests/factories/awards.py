"""Awards: one by the whole way of a decision, more of its kind without that way."""

from datetime import date, datetime
from itertools import count

from doudi.awards.actions.awards import grant
from doudi.awards.models import Award, AwardPlace, Beneficiary, Component
from doudi.awards.states import ComponentKind, State
from doudi.common.actors import System
from doudi.common.clock import beijing
from doudi.decisions.models import Decision
from tests.factories import decisions, people

GRANTER = System("awards.pick_up")
GRANTED_AT = beijing(decisions.DECIDED, 10)
FIRST_MONTH = date(2026, 10, 1)

_numbers = count(1)


def granted(case: decisions.Case | None = None) -> tuple[decisions.Case, Award]:
    """Decided on 2026-09-22, paid from October."""
    known, decision = decisions.decided(case)
    return known, grant(decision=decision, by=GRANTER, at=GRANTED_AT)


def more_like(
    award: Award,
    *,
    amount_fen: int = 50_000,
    name: str = "王秀兰",
    valid_from: date = FIRST_MONTH,
    at: datetime = GRANTED_AT,
) -> Award:
    """Another family's award of the same place, without the stations behind it."""
    number = next(_numbers)
    holder = people.person(name)
    home = people.household((holder, "self"), place=award.place)
    first = award.decision
    decision = Decision.objects.create(
        number=f"COPY{number:06d}", matter=f"copy:{number}", household=home, place=home.place,
        programme=award.programme, office=first.office, assessment=first.assessment,
        outcome=first.outcome, amount_fen=amount_fen, reason=first.reason,
        proposed_at=first.proposed_at, proposed_by=first.proposed_by,
        proposed_user=first.proposed_user, decided_at=first.decided_at,
        decided_by=first.decided_by, decided_user=first.decided_user, effective_from=valid_from,
    )  # fmt: skip
    made = Award.objects.create(
        number=f"COPY{number:06d}", decision=decision, household=home, holder=holder,
        programme=award.programme, place=award.place, office=award.office, state=State.ACTIVE,
        valid_from=valid_from, recheck_on=award.recheck_on, granted_at=at,
    )  # fmt: skip
    AwardPlace.objects.create(
        award=made, place=made.place, office=made.office, valid_from=valid_from
    )
    Beneficiary.objects.create(award=made, person=holder, valid_from=valid_from)
    component(made, amount_fen=amount_fen, valid_from=valid_from)
    return made


def component(
    award: Award,
    *,
    amount_fen: int,
    valid_from: date = FIRST_MONTH,
    valid_until: date | None = None,
    kind: str = ComponentKind.BASE,
) -> Component:
    return Component.objects.create(
        award=award, kind=kind, amount_fen=amount_fen, valid_from=valid_from,
        valid_until=valid_until, known_at=GRANTED_AT,
    )  # fmt: skip
