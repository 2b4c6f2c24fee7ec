"""A request that is ready for an opinion, and each station behind it, by calling actions."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from doudi.accounts.models import Place, Post
from doudi.applications.models import Application, Request
from doudi.applications.states import Channel, State
from doudi.common.actors import Citizen, Officer, System
from doudi.common.clock import beijing
from doudi.decisions import actions
from doudi.decisions.actions.draws import make_key
from doudi.decisions.models import Decision, DrawKey, Letter, Opinion, Posting
from doudi.decisions.queries.words import district_of
from doudi.decisions.states import Outcome, PostingKind, Recommendation
from doudi.facts.actions import state
from doudi.people.models import Login, Person
from doudi.verification.models import Check
from doudi.visits.models import Plan, Visit
from tests.factories import accounts, people
from tests.factories.pictures import jpeg

ASKED = date(2026, 9, 1)
ACCEPTED = date(2026, 9, 2)
VISITED = date(2026, 9, 7)
CHECKED = date(2026, 9, 8)
OPINION = date(2026, 9, 9)
HUNG = date(2026, 9, 10)  # a Thursday: the last day is Thursday the 17th
LAST = date(2026, 9, 17)
DOWN = date(2026, 9, 18)
PROPOSED = date(2026, 9, 21)
DECIDED = date(2026, 9, 22)

_numbers = count(1)
QUIET = hashlib.sha256(b"doudi-197").digest()
"""A month's key that draws 7, 8 and 9 of its first ten: a test with fewer cases draws none."""


@dataclass(frozen=True)
class Case:
    """A family's request with the officers who handle it."""

    request: Request
    person: Person
    citizen: Citizen
    leader: Officer
    first: Officer
    second: Officer
    reviewer: Officer
    decider: Officer
    village: Officer


def officers(code: str = accounts.VILLAGE) -> dict[str, Officer]:
    town = code.startswith("3204")
    duties = {
        "leader": "town_leader",
        "first": "town_investigator",
        "second": "town_investigator",
        "reviewer": "town_leader" if town else "county_reviewer",
        "decider": "town_decider" if town else "county_leader",
        "village": "village_intake",
    }
    return {name: accounts.officer(duty, code) for name, duty in duties.items()}


def accepted(
    code: str = accounts.VILLAGE, *, wage_fen: int = 120_000, name: str = "刘桂英",
    staff: dict[str, Officer] | None = None,
) -> Case:  # fmt: skip
    """Accepted and nothing more. `wage_fen`: the year's pension of the applicant."""
    who = staff or officers(code)
    someone = people.person(name, born_on=date(1950, 3, 5))
    husband = people.person("陈建国", born_on=date(1948, 6, 1), sex="M")
    home = people.household(
        (someone, "self"), (husband, "spouse"), place=accounts.place(code), at=beijing(ASKED)
    )
    citizen = accounts.citizen(1)
    Login.objects.create(user_id=citizen.user_id, person=someone, linked_at=beijing(ASKED))
    acceptor = accounts.post("town_acceptor", code)
    number = next(_numbers)
    application = Application.objects.create(
        number=f"T{number:06d}", household=home, applicant=someone, channel=Channel.PHONE,
        state=State.ACCEPTED, place=home.place, started_by_id=citizen.user_id,
        started_at=beijing(ASKED), submitted_at=beijing(ASKED, 10),
        accepted_at=beijing(ACCEPTED), accepted_by=acceptor, accepting_office=acceptor.office,
        receipt_number=f"SL{number:06d}", due_on=date(2026, 10, 22),
    )  # fmt: skip
    request = Request.objects.create(
        application=application, programme="dibao", created_at=beijing(ASKED)
    )
    known(application, citizen, someone, wage_fen)
    quiet_month(home.place, OPINION)
    return Case(request=request, person=someone, citizen=citizen, **who)


def quiet_month(place: Place, on: date) -> DrawKey:
    """The spot check of that month leaves the first seven cases alone."""
    month, since = on.replace(day=1), beijing(on.replace(day=1))
    return make_key(
        place=district_of(place), programme="dibao", month=month, secret=QUIET,
        by=System("setup"), at=since,
    )  # fmt: skip


def known(application: Application, by: Citizen, person: Person, wage_fen: int) -> None:
    """Every class of income and property is known: nothing but one pension."""
    common = {"household": application.household, "by": by, "at": beijing(ASKED, 9, 30)}
    state(
        attribute="income.transfer", person=person, item="pension",
        value={"code": "pension", "amount_fen": wage_fen}, source_kind="declared",
        source="本人申报", as_of=ASKED, **common,
    )  # fmt: skip


def unanswered(case: Case, on: date = CHECKED) -> None:
    """The applicant's wage register has not answered."""
    state(
        household=case.request.application.household, attribute="income.wage",
        person=case.person, item="tax", unknown="not_answered", source_kind="by_hand",
        source="税务", as_of=on, by=case.leader, at=beijing(on, 10),
    )  # fmt: skip


def visited(case: Case, on: date = VISITED) -> Case:
    plan = Plan.objects.create(
        household=case.request.application.household, purpose="application", checklist="dibao",
        first_id=case.first.post_id, second_id=case.second.post_id, visit_on=on, due_on=on,
        planned_at=beijing(ACCEPTED), planned_by_id=case.first.post_id, done_at=beijing(on, 16),
    )  # fmt: skip
    Visit.objects.create(
        plan=plan, met="applicant", recorded_at=beijing(on, 15), received_at=beijing(on, 15),
        recorded_by_id=case.first.post_id, finished_at=beijing(on, 16),
    )  # fmt: skip
    return case


def county_visited(case: Case, on: date = DOWN) -> Case:
    """The county has seen the family at home."""
    code = case.request.application.place.code
    county, other = (accounts.officer(duty, code) for duty in ("county_reviewer", "verifier"))
    plan = Plan.objects.create(
        household=case.request.application.household, purpose="county", checklist="dibao",
        first_id=county.post_id, second_id=other.post_id, visit_on=on, due_on=on,
        planned_at=beijing(on, 8), planned_by_id=county.post_id, done_at=beijing(on, 11),
    )  # fmt: skip
    Visit.objects.create(
        plan=plan, met="applicant", recorded_at=beijing(on, 10), received_at=beijing(on, 10),
        recorded_by_id=county.post_id, finished_at=beijing(on, 11),
    )  # fmt: skip
    return case


def checked(case: Case, on: date = CHECKED) -> Case:
    verifier = accounts.post("verifier", case.request.application.place.code)
    Check.objects.create(
        number=f"C{next(_numbers):06d}", household=case.request.application.household,
        purpose="application", requested_at=beijing(ACCEPTED, 11), requested_by=verifier,
        due_on=on, reported_at=beijing(on, 11), reported_by=verifier, conclusion="within",
    )  # fmt: skip
    return case


def ready(code: str = accounts.VILLAGE, **more: object) -> Case:
    """Visited and checked: ready for an opinion."""
    return checked(visited(accepted(code, **more)))  # type: ignore[arg-type]


def opinion(
    case: Case,
    recommendation: str = Recommendation.GRANT,
    reason: str = "",
    at: datetime | None = None,
) -> Opinion:
    moment = at or beijing(OPINION)
    assessment = actions.assess(request=case.request, by=case.leader, at=moment)
    return actions.give_opinion(
        request=case.request, assessment=assessment, recommendation=recommendation,
        reason=reason, by=case.leader, at=moment + timedelta(minutes=1),
    )  # fmt: skip


def prepared(*cases: Case, kind: str = PostingKind.BEFORE, at: datetime | None = None) -> Posting:
    first = cases[0]
    return actions.prepare_posting(
        place=first.request.application.place, requests=[case.request for case in cases],
        kind=kind, by=first.leader, at=at or beijing(HUNG, 8),
    )  # fmt: skip


def hung(posting: Posting, case: Case, on: date = HUNG) -> Posting:
    return actions.hang(
        posting=posting, hung_on=on, where="村务公开栏", photo=jpeg(), by=case.village,
        at=beijing(on, 17),
    )  # fmt: skip


def posted(*cases: Case) -> Posting:
    """Hung for its days and taken down."""
    posting = hung(prepared(*cases), cases[0])
    return down(posting, cases[0])


def down(posting: Posting, case: Case, on: date = DOWN, reason: str = "") -> Posting:
    return actions.take_down(
        posting=posting, reason=reason, photo=jpeg(), by=case.village, at=beijing(on)
    )


def proposed(case: Case, outcome: str = Outcome.GRANTED, reason: str = "") -> Decision:
    return actions.propose(
        request=case.request, outcome=outcome, reason=reason, by=case.reviewer,
        at=beijing(PROPOSED),
    )  # fmt: skip


def decided(case: Case | None = None) -> tuple[Case, Decision]:
    """The whole way to a granted decision with its letter."""
    known_case = case or ready()
    opinion(known_case)
    posted(known_case)
    decision = proposed(known_case)
    return known_case, actions.decide(decision=decision, by=known_case.decider, at=beijing(DECIDED))


def refused(case: Case | None = None) -> tuple[Case, Decision]:
    known_case = case or ready(wage_fen=9_000_000)
    opinion(known_case, Recommendation.REFUSE, "年收入高于标准。")
    decision = proposed(known_case, Outcome.REFUSED, "家庭年收入高于当地低保标准。")
    return known_case, actions.decide(decision=decision, by=known_case.decider, at=beijing(DECIDED))


def letter_of(decision: Decision) -> Letter:
    return Letter.objects.get(decision=decision)


def post_of(officer: Officer) -> Post:
    return Post.objects.get(pk=officer.post_id)


def with_officer(case: Case, **officers: Officer) -> Case:
    return replace(case, **officers)
