"""Whom the test counts: what the rule proposes on known facts, and what an officer has stated."""

from dataclasses import dataclass
from datetime import date, datetime

from doudi.applications.models import Request, UnitMember
from doudi.applications.states import MemberGround
from doudi.facts.queries import person_id, snapshot_content
from doudi.facts.rules.case import case_data
from doudi.people.queries import names_of
from doudi.policies.queries import bundle_for
from doudi.policies.rules.assess import assess
from doudi.policies.rules.parameters import ParameterFault
from doudi.policies.rules.schema import Faults, read_case

_GROUNDS = {
    "in.self": MemberGround.SELF,
    "in.spouse": MemberGround.SPOUSE,
    "in.minor": MemberGround.MINOR_CHILD,
    "in.student": MemberGround.DEPENDENT_CHILD,
    "in.dependent": MemberGround.DEPENDENT_CHILD,
    "in.support": MemberGround.LIVES_TOGETHER,
    "out.prison": MemberGround.OUT_PRISON,
    "out.compulsory_detox": MemberGround.OUT_DETOX,
    "out.missing": MemberGround.OUT_MISSING,
    "out.cleric": MemberGround.OUT_CLERIC,
    "out.conscript": MemberGround.OUT_CONSCRIPT,
    "out.own_aid": MemberGround.OUT_OWN_AID,
    "out.apart": MemberGround.OUT_APART,
}


@dataclass(frozen=True)
class UnitLine:
    """A member, counted or left out (None: cannot be said yet), and the legal ground."""

    person_id: int
    name: str
    counted: bool | None
    ground: str
    ground_label: str


def unit_proposed(request: Request, *, on: date, known: datetime) -> list[UnitLine]:
    """What the membership rules of the programme say on the facts as known; states nothing."""
    household = request.application.household
    content = snapshot_content(household, on=on, known=known)
    ids = [person_id(member["id"]) for member in content["members"]]
    names = names_of(ids)
    try:
        case = read_case(case_data(content))
        found = assess(case, bundle_for(case.place, case.date), [request.programme])
    except (Faults, ParameterFault):
        found = ()
    if not found:
        return [_line(one, names, None, MemberGround.UNKNOWN) for one in ids]
    return [
        _line(person_id(one.id), names, one.counted, _ground(one.counted, one.ground))
        for one in found[0].members
    ]


def unit(request: Request) -> list[UnitLine]:
    """What an officer has stated and holds; empty before."""
    rows = list(
        UnitMember.objects.filter(request=request, superseded_at__isnull=True).order_by("pk")
    )
    names = names_of(row.person_id for row in rows)
    return [_line(row.person_id, names, row.counted, row.ground) for row in rows]


def _line(person: int, names: dict[int, str], counted: bool | None, ground: str) -> UnitLine:
    label = str(MemberGround(ground).label)
    return UnitLine(person, names.get(person, ""), counted, ground, label)


def _ground(counted: bool | None, code: str | None) -> str:
    """A ground of another programme's rule that has no name here leaves it to the officer."""
    if counted is None or code is None:
        return MemberGround.UNKNOWN
    return _GROUNDS.get(code, MemberGround.UNKNOWN)
