"""Whom the test counts, stated by an officer with the legal ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from doudi.applications.actions.moving import locked
from doudi.applications.guards import check_can_confirm_unit
from doudi.applications.models import Application, Request, UnitMember
from doudi.applications.queries.applications import listed
from doudi.applications.queries.units import unit_proposed
from doudi.applications.states import MemberGround
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.people.actions.households import confirm_members, join
from doudi.people.models import Person
from doudi.people.queries import confirmed_elsewhere, members


@dataclass(frozen=True)
class Stated:
    """One member: counted, left out, or None while it cannot be said; and the ground."""

    person: Person
    counted: bool | None
    ground: str


@action
def confirm_unit(
    *, request: Request, members: Sequence[Stated] | None = None, by: Officer, at: datetime
) -> list[UnitMember]:
    """States every member of the household, counted or left out by a ground of the law.

    Without `members` the officer takes over what the membership rules say on the known facts. The
    household's members are confirmed with it. A later statement supersedes; the old one stays.
    """
    application = locked(request.application)  # one statement at a time
    check_can_confirm_unit(by, application, day_of(at))
    stated = list(members) if members is not None else _proposed(request, at)
    for one in stated:
        _check_ground(one)
    _confirm(application, by, at)
    request.unit.filter(superseded_at__isnull=True).update(superseded_at=at)
    rows = UnitMember.objects.bulk_create(
        UnitMember(
            request=request, person=one.person, counted=one.counted, ground=one.ground,
            stated_at=at,
        )
        for one in stated
    )  # fmt: skip
    record(
        by=by, at=at, verb="confirm_unit", noun="application", key=application.pk,
        counted=sum(one.counted is True for one in stated), of=len(stated),
    )  # fmt: skip
    return rows


def _confirm(application: Application, by: Officer, at: datetime) -> None:
    """All who are listed: in a household confirmed before, the newly declared join it."""
    household, on = application.household, day_of(at)
    before = {one.person.pk for one in members(household, on) if one.standing == "confirmed"}
    confirm_members(household=household, by=by, at=at)
    for one in listed(application, on) if before else ():
        if one.person.pk not in before and not confirmed_elsewhere(one.person, household, on):
            join(household=household, person=one.person, relation=one.relation, on=on, by=by, at=at)


def _proposed(request: Request, at: datetime) -> list[Stated]:
    lines = unit_proposed(request, on=day_of(at), known=at)
    people = Person.objects.in_bulk([line.person_id for line in lines])
    return [Stated(people[line.person_id], line.counted, line.ground) for line in lines]


def _check_ground(one: Stated) -> None:
    """All or none: a member is left out only by a ground of the law."""
    if one.ground not in MemberGround.values:
        raise Refusal("unit.ground", _("请为每个成员选择计入或不计入的法定情形。"), field="ground")
    left_out = one.ground.startswith("out_")
    fits = {True: not left_out, False: left_out, None: True}[one.counted]
    if (one.ground == MemberGround.UNKNOWN) != (one.counted is None) or not fits:
        raise Refusal(
            "unit.ground", _("计入、不计入与所选情形不一致，请重新选择。"), field="ground"
        )
