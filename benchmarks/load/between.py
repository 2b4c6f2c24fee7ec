"""What others do between two phases: the same actions that their pages call, not measured.

The twelve forms of a lifecycle are each the last of its station; what fills the station before
(sixteen sources' answers, photographs, the village's word, hanging and taking down) happens here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from benchmarks.load.lifecycle import Family
from benchmarks.load.staff import SETUP, signed_in
from demo.pictures import photograph, signature
from doudi.accounts.actions.citizens import open_citizen
from doudi.applications.actions import applications, members, units
from doudi.applications.models import Application
from doudi.applications.queries import request_of
from doudi.applications.rules.people import Condition
from doudi.cli.marks import shift_clock
from doudi.common import clock
from doudi.common.actors import Citizen, Officer
from doudi.common.crypto import blind_index
from doudi.decisions.actions import postings
from doudi.decisions.actions.assessments import assess
from doudi.decisions.models import Posting
from doudi.decisions.queries import county
from doudi.people.queries import members as people_of
from doudi.verification import actions as verification
from doudi.verification.rules import Source, sources
from doudi.visits import actions as visits
from doudi.visits.models import Plan
from doudi.visits.rules import COUNTY, Told


def families_sign_in(families: Sequence[Family]) -> None:
    at = clock.now()
    for family in families:
        user = open_citizen(phone=family.phone, by=SETUP, at=at)
        family.session = signed_in(user, at)


def families_say_how_they_are(families: Sequence[Family]) -> None:
    """The short page after the first: neither at school, nor disabled, nor ill."""
    well = Condition("none", "none", "unknown", "none")
    for family in families:
        application = _application(family)
        user_id = application.started_by_id or 0
        members.change_member(
            application=application, person=application.applicant,
            typed=members.Typed(family.name, "self", condition=well),
            by=Citizen(user_id, 0, blind_index("session", family.session).hex()), at=clock.now(),
        )  # fmt: skip


def villages_take_in(families: Sequence[Family]) -> None:
    for family in families:
        applications.take_in(
            application=_application(family), view="agrees", remark="情况属实。",
            by=family.village.officers["village"], at=clock.now(),
        )  # fmt: skip


def towns_ask_for_checks(families: Sequence[Family]) -> None:
    for family in families:
        household = _application(family).household
        family.household = str(household.key)
        check = verification.request_check(
            household=household, purpose="dibao", by=family.village.officers["acceptor"],
            at=clock.now(),
        )  # fmt: skip
        family.check = check.pk


def visits_and_sources(families: Sequence[Family]) -> None:
    move_to_workday(3)
    for family in families:
        plan = Plan.objects.get(pk=family.plan)
        _look(plan, family.village.officers["first"], family.serial)
        _ask_sources(family)


def _look(plan: Plan, by: Officer, seed: int) -> None:
    """Everything at the family's home but the last button."""
    at = clock.now()
    met = {"plan": plan, "visit": uuid4(), "by": by, "recorded_at": at, "at": at}
    visits.start_visit(**met, met="本人")  # type: ignore[arg-type]
    visits.record_answers(**met, answers=_told(plan))  # type: ignore[arg-type]
    pictures = [("photo", photograph(seed))]
    pictures += [(f"signature_{who}", signature(seed)) for who in ("family", "first", "second")]
    for kind, content in pictures:
        visits.add_evidence(**met, evidence=uuid4(), kind=kind, content=content)  # type: ignore[arg-type]


def _told(plan: Plan) -> list[Told]:
    people = people_of(plan.household, clock.today())
    each = [
        Told(uuid4(), code, one.person.pk, True)
        for one in people
        for code in ("card_seen", "lives_with")
    ]
    said = {
        "phone_own": True, "home_kind": "own", "home_state": "plain", "vehicle_seen": False,
        "consistent": "same", "finding": "与申报一致，邻里反映生活困难。",
    }  # fmt: skip
    return [*each, *(Told(uuid4(), code, None, value) for code, value in said.items())]


def _ask_sources(family: Family) -> None:
    household = _application(family).household
    check = household.checks.get(pk=family.check)
    by = family.village.officers["verifier"]
    verification.start(check=check, by=by, at=clock.now())
    people = people_of(household, clock.today())
    for source in sources():
        verification.record_answer(
            check=check, source=source.code,
            state="answered" if source.fields else "no_record", as_of=clock.today(),
            values=_values(source, people), by=by, at=clock.now(),
        )  # fmt: skip


def _values(source: Source, people: Sequence[object]) -> dict[tuple[str, int | None], object]:
    """A small pension of the grandmother, school of the child, and nothing else."""
    found: dict[tuple[str, int | None], object] = {}
    for one in source.fields:
        if one.per == "household":
            found[one.code, None] = int(one.code == "home")
            continue
        for person in people:
            if one.per == "member" or person.is_adult:  # type: ignore[attr-defined]
                value = _found(one.code, person.is_adult)  # type: ignore[attr-defined]
                found[one.code, person.person.pk] = value  # type: ignore[attr-defined]
    return found


def _found(code: str, adult: bool) -> object:
    if code in {"card", "absence"}:
        return "none"
    if code == "student":
        return "none" if adult else "compulsory"
    return 147_600 if code == "basic_pension" else 0


def towns_assess(families: Sequence[Family]) -> None:
    for family in families:
        leader, request = family.village.officers["leader"], request_of(_application(family))
        family.request = request.pk
        units.confirm_unit(request=request, by=leader, at=clock.now())
        found = assess(request=request, by=leader, at=clock.now())
        if found.verdict != "met":
            raise AssertionError(f"the bench's family should be granted, not {found.verdict}")


def sheets_hang_and_come_down(families: Sequence[Family]) -> None:
    """Each family has a sheet of its own; a village would put several on one."""
    sheets = {f.serial: Posting.objects.get(lines__request_id=f.request) for f in families}
    picture = photograph(7)
    for family in families:
        postings.hang(
            posting=sheets[family.serial], hung_on=clock.today(), where="村务公开栏", photo=picture,
            by=family.village.officers["village"], at=clock.now(),
        )  # fmt: skip
    move_to_workday(8)
    for family in families:
        postings.take_down(
            posting=sheets[family.serial], photo=picture, by=family.village.officers["village"],
            at=clock.now(),
        )  # fmt: skip
        _county_looks(family)


def _county_looks(family: Family) -> None:
    """Where the lot falls on it, two of the county see the family first."""
    application, officers = _application(family), family.village.officers
    if not county.open_grounds(request_of(application), clock.today()):
        return
    first, second, on = officers["visitor"], officers["second_visitor"], clock.today()
    plan = visits.plan(
        household=application.household, purpose=COUNTY, first=first, second=second, visit_on=on,
        due_on=on, by=first, at=clock.now(),
    )  # fmt: skip
    _look(plan, first, family.serial)
    visits.finish(visit=plan.visit, by=first, at=clock.now())


def move_to_workday(days: int) -> None:
    """The clock, at least so many days on, to a weekday."""
    target = clock.now() + timedelta(days=days)
    while target.weekday() > 4:
        target += timedelta(days=1)
    shift_clock(target - clock.now())


def _application(family: Family) -> Application:
    return Application.objects.select_related("household__place").get(key=family.key)


# Before each phase of `lifecycle.PHASES`.
BEFORE = (
    families_sign_in,
    families_say_how_they_are,
    villages_take_in,
    towns_ask_for_checks,
    visits_and_sources,
    towns_assess,
    sheets_hang_and_come_down,
)
