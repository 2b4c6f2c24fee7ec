"""A standard raised in March with effect from January, and families whose computation is stored."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from doudi.accounts.models import Place
from doudi.applications.models import Application, Request
from doudi.applications.states import Channel
from doudi.applications.states import State as Asked
from doudi.awards.models import Award, Beneficiary, Change, Component
from doudi.awards.states import ChangeReason, ChangeSource, ChangeState
from doudi.common.actors import Officer, System
from doudi.common.clock import beijing
from doudi.decisions.models import Assessment, Decision
from doudi.decisions.queries.recompute import result_of
from doudi.decisions.states import Outcome
from doudi.facts.actions import take_snapshot
from doudi.payments.actions import raises
from doudi.payments.models import Raise
from doudi.payments.tasks import work_on
from doudi.people.models import Household, Person
from doudi.policies.actions import check_value, propose_value, store_bundle
from doudi.policies.models import ParameterValue
from doudi.policies.queries import bundle_for
from tests.factories import accounts, payments, people

JANUARY, FEBRUARY, MARCH, APRIL = (date(2027, month, 1) for month in (1, 2, 3, 4))
OLD_YEAR, NEW_YEAR = 460_000, 501_600
ASSESSED = date(2026, 12, 10)
CHECKED, DRAFTED, APPROVED, DONE = (date(2027, 3, day) for day in (20, 22, 23, 24))
PICK_UP = System("payments.raises")
_numbers = count(1)


@dataclass(frozen=True)
class Office:
    """Who lists and who approves in the district."""

    reviewer: Officer = field(default_factory=lambda: accounts.officer("county_reviewer"))
    leader: Officer = field(default_factory=lambda: accounts.officer("county_leader"))
    place: Place = field(default_factory=lambda: accounts.place(accounts.DISTRICT))


def value(
    key: str, amount: Any, from_on: date, *, period: str = "year", at: datetime | None = None,
    place: str = accounts.DISTRICT,
) -> ParameterValue:  # fmt: skip
    """A value proposed by one person and checked by another."""
    when = at or beijing(date(2026, 6, 1))
    made = propose_value(
        place=place, key=key, value=amount, period=period, from_on=from_on, until_on=None,
        basis="区里公布的标准", standing="confirmed", at=when,
        by=accounts.officer("county_reviewer"),
    )  # fmt: skip
    return check_value(value=made, by=accounts.officer("county_leader"), at=when)


def old_standard(rounding: str = "") -> None:
    """4,600 yuan a year in the country; `rounding`: the place's own way to round."""
    value("dibao.standard.rural", OLD_YEAR, date(2026, 6, 1))
    if rounding:
        value("rounding.rule", rounding, date(2026, 6, 1), period="")


def new_standard(from_on: date = JANUARY, amount: int = NEW_YEAR) -> ParameterValue:
    """5,016 yuan a year from January, checked on 20 March."""
    return value("dibao.standard.rural", amount, from_on, at=beijing(CHECKED))


def case_of(people_of: list[Person], income_fen: int, on: date) -> dict[str, Any]:
    """The members, past working age and not yet old, with so many fen of transfers a year."""
    rows = [
        {"id": f"p{one.pk}", "relation": "spouse" if n else "self",
         "born_on": "1958-02-03", "sex": "male" if one.sex == "M" else "female"}
        for n, one in enumerate(people_of)
    ]  # fmt: skip
    return {
        "date": on.isoformat(), "place": accounts.VILLAGE, "registration": "rural",
        "household": {"id": "h"}, "members": rows, "supporters": [],
        "items": [
            {"kind": "income", "class": "transfer", "code": "other", "amount_fen": income_fen}
        ],
    }  # fmt: skip


def assessed(
    home: Household, people_of: list[Person], income_fen: int = 600_000, *, on: date = ASSESSED,
    at: datetime | None = None, matter: str = "", request: Request | None = None,
    programme: str = "dibao",
) -> Assessment:  # fmt: skip
    """A computation by the standard of that day, stored with its case and bundle."""
    when, by = at or beijing(on), accounts.officer("town_leader")
    case = case_of(people_of, income_fen, on)
    bundle = bundle_for(case["place"], on)
    result = result_of(case, bundle, programme)
    ids = [one.pk for one in people_of]
    return Assessment.objects.create(
        matter=matter or ("" if request else f"test:{home.pk}"), request=request,
        programme=programme, on=on,
        snapshot=take_snapshot(
            household=home, on=people.AT.date(), known=when, members=ids, by=by, at=when
        ),
        bundle=store_bundle(bundle=bundle, by=by, at=when), case=case, rule=result["rule"],
        verdict=result["verdict"], amount_fen=result["amount_fen"], result=result,
        assessed_at=when, assessed_by_id=by.post_id,
    )  # fmt: skip


def aided(
    income_fen: int = 600_000, *, heads: int = 2, valid_from: date = JANUARY, name: str = "刘桂英"
) -> Award:
    """A family of the country on aid by the standard of December, with an account."""
    made = payments.bare_award(1, name=name, valid_from=valid_from, known_at=beijing(ASSESSED, 9))
    people_of = [made.holder, *(people.person("陈建国", sex="M") for _ in range(heads - 1))]
    stored = assessed(made.household, people_of, income_fen)
    assert stored.verdict == "met", stored.result["criteria"]
    Decision.objects.filter(pk=made.decision_id).update(
        assessment=stored, amount_fen=stored.amount_fen
    )
    Component.objects.filter(award=made).update(amount_fen=stored.amount_fen)
    for one in people_of[1:]:
        Beneficiary.objects.create(award=made, person=one, valid_from=valid_from)
    payments.confirmed(made)
    return Award.objects.get(pk=made.pk)


def changed(
    award: Award, income_fen: int, counts_from: date, *, heads: int = 1, on: date = ASSESSED
) -> Change:
    """Decided and applied: from a month on another computation counts, by the old standard."""
    at = beijing(counts_from, 8)
    everyone = [row.person for row in award.beneficiaries.order_by("pk")]
    more = [people.person("陈小宝") for _ in range(heads - len(everyone))]
    stored = assessed(award.household, [*everyone, *more][:heads], income_fen, on=on, at=at)
    first = award.decision
    decision = Decision.objects.create(
        number=f"BG{next(_numbers):06d}", matter=f"change:t{next(_numbers)}",
        household=award.household, place=award.place, programme=award.programme,
        office=award.office, assessment=stored, outcome=Outcome.REDUCED,
        amount_fen=stored.amount_fen, reason="人口变化", proposed_at=at,
        proposed_by=first.proposed_by, proposed_user=first.proposed_user, decided_at=at,
        decided_by=first.decided_by, decided_user=first.decided_user, effective_from=counts_from,
    )  # fmt: skip
    change = Change.objects.create(
        award=award, reason=ChangeReason.MOVED_OUT, source=ChangeSource.values[0], known_at=at,
        state=ChangeState.APPLIED, assessment=stored, decision=decision, counts_from=counts_from,
        due_on=counts_from, closed_at=at,
    )  # fmt: skip
    payments.changed(award, stored.amount_fen or 0, counts_from, at=at)
    return change


def ended(award: Award, until: date) -> Award:
    """The family left: nothing from that month on."""
    Component.objects.filter(award=award, valid_until=None).update(valid_until=until)
    award.state, award.valid_until = "ended", until
    award.save()
    return award


def paid(desk: payments.Desk, *months: date) -> None:
    for month in months or (JANUARY, FEBRUARY, MARCH):
        payments.paid_month(desk, month)


def refused(income_fen: int, *, on: date = ASSESSED, name: str = "孙国强") -> Assessment:
    """A family whose request was decided against by the standard of that day."""
    someone = people.person(name)
    home = people.household((someone, "self"), at=beijing(date(2026, 9, 1)))
    citizen = accounts.citizen(1)
    number = next(_numbers)
    application = Application.objects.create(
        number=f"R{number:06d}", household=home, applicant=someone, channel=Channel.PHONE,
        state=Asked.CLOSED, place=home.place, started_by_id=citizen.user_id,
        started_at=beijing(on), submitted_at=beijing(on, 9),
    )  # fmt: skip
    asked = Request.objects.create(
        application=application, programme="dibao", created_at=beijing(on)
    )
    return assessed(home, [someone], income_fen, on=on, at=beijing(on, 10), request=asked)


def drafted(office: Office, from_on: date = JANUARY, on: date = DRAFTED) -> Raise:
    """Listed and computed."""
    found = raises.draft_raise(
        place=office.place, programme="dibao", from_on=from_on, by=office.reviewer,
        at=beijing(on, 9),
    )  # fmt: skip
    work_on(found, beijing(on, 9, 30))
    found.refresh_from_db()
    return found


def approved(office: Office, found: Raise, on: date = APPROVED) -> Raise:
    """Approved, and nothing carried out yet."""
    return raises.approve_raise(found=found, by=office.leader, at=beijing(on, 10))


def done(office: Office, found: Raise | None = None, on: date = DONE) -> Raise:
    """Approved and carried out."""
    held = approved(office, found or drafted(office))
    work_on(held, beijing(on, 9))
    held.refresh_from_db()
    return held
