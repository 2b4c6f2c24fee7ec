"""Who may plan, record and read a visit."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Office
from doudi.accounts.queries import holds, holds_duty
from doudi.accounts.states import Duty, Level
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Household
from doudi.people.queries.kin import check_not_kin, is_kin
from doudi.visits import queries, rules
from doudi.visits.models import Ask, Plan, Visit

PLANNERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.COUNTY_REVIEWER,
)
READERS = (*PLANNERS, Duty.TOWN_DECIDER, Duty.COUNTY_LEADER)
INVESTIGATOR = Duty.TOWN_INVESTIGATOR
# whom a flow may let go along, and the county's own two (see queries.people)
VISITORS = (
    INVESTIGATOR,
    Duty.COORDINATOR,
    Duty.SOCIAL_WORKER,
    Duty.GRID_WORKER,
    Duty.COUNTY_REVIEWER,
    Duty.VERIFIER,
)
OPENERS = tuple(dict.fromkeys((*READERS, *VISITORS)))


def check_can_plan(by: Officer, household: Household, on: date, purpose: str = "") -> None:
    """The town; the county's own visit only the county plans. Nobody for his own relatives."""
    duties = (Duty.COUNTY_REVIEWER,) if purpose == rules.COUNTY else PLANNERS
    if not holds(by, duties, household.place, on):
        if purpose == rules.COUNTY:
            raise Forbidden("visit.plan", _("区县入户核实由区县民政安排。"))
        raise Forbidden("visit.plan", _("入户核实由乡镇（街道）的经办人安排。"))
    check_not_kin(by, household, on)


def check_investigators(
    first: Officer,
    second: Officer,
    household: Household,
    on: date,
    *,
    purpose: str = "",
    asked: Office | None = None,
) -> None:
    """Two people of the duties that the place's setting allows, not from a village committee
    alone, neither a relative; for the county's visit nobody who visited the family before."""
    if first.user_id == second.user_id:
        raise Refusal("visit.two_people", _("入户核实须由两名不同的工作人员进行。"), field="second")
    place = asked.seat if asked else household.place
    seconds = queries.second_duties(place.code, on, purpose)
    for who, name, duties in (
        (first, "first", queries.first_duties(purpose)),
        (second, "second", seconds),
    ):
        if not holds(who, duties, place, on):
            sentence = _("%(name)s 当日没有在这个地方入户核实的岗位，请改选。")
            raise Refusal("visit.investigator", sentence % {"name": who.name}, field=name)
        if is_kin(who.user_id, household, on):
            sentence = _("%(name)s 不能核实这一家，请改选。")
            raise Refusal("visit.kin", sentence % {"name": who.name}, field=name)
    if all(office.level == Level.VILLAGE for office in queries.offices_of(first, second)):
        raise Refusal(
            "visit.village_alone",
            _("不能只由村（居）委会人员入户核实，请至少安排一名乡镇（街道）工作人员。"),
            field="second",
        )
    if purpose == rules.COUNTY:
        _check_fresh_eyes(first, second, household, on)


def _check_fresh_eyes(first: Officer, second: Officer, household: Household, on: date) -> None:
    before = queries.visited_before(household, on)
    for who, name in ((first, "first"), (second, "second")):
        if who.user_id in before:
            sentence = _("%(name)s 已经核实过这一家，区县入户要换人。")
            raise Refusal("visit.same_eyes", sentence % {"name": who.name}, field=name)


def check_can_plan_asked(by: Officer, ask: Ask, on: date) -> None:
    """Who was asked: an office of another place, for this visit alone."""
    if ask.office_id != by.office_id or not holds(by, PLANNERS, ask.office.seat, on):
        raise Hidden("ask.hidden", _("没有找到这次入户请求。"))
    check_not_kin(by, ask.household, on)
    if ask.taken_back_at is not None or ask.plan_id is not None:
        raise Refusal("ask.over", _("这次入户已经安排或撤回。"))


def check_can_record(by: Officer, plan: Plan, on: date) -> None:
    """Only one of the two planned people, while the post is held; not a cancelled plan."""
    planned = by.user_id in {plan.first.user_id, plan.second.user_id}
    place = plan.asked_office.seat if plan.asked_office else plan.household.place
    if not planned or not holds(by, VISITORS, place, on):
        raise Forbidden("visit.record", _("只有这次入户核实的两名核实人可以填写。"))
    check_not_kin(by, plan.household, on)
    if plan.cancelled_at is not None:
        raise Refusal("visit.cancelled", _("这次入户核实已经取消，请向安排人确认。"))


def check_can_cancel(by: Officer, plan: Plan, on: date) -> None:
    check_can_plan(by, plan.household, on)
    if Visit.objects.filter(plan=plan, finished_at__isnull=False).exists():
        raise Refusal("visit.finished", _("入户核实已经完成，不能取消。"))
    if plan.cancelled_at is not None:
        raise Refusal("visit.cancelled", _("这次入户核实已经取消，请向安排人确认。"))


def check_can_read(by: Officer, plan: Plan, on: date) -> None:
    """Raises Hidden: elsewhere nobody needs to learn that a household was visited.

    The office that was asked to visit, and the two investigators, see this visit.
    """
    if holds(by, READERS, plan.household.place, on):
        return
    asked = plan.asked_office
    if asked and asked.pk == by.office_id and holds(by, PLANNERS, asked.seat, on):
        return
    if by.user_id in {plan.first.user_id, plan.second.user_id} and holds_duty(by, VISITORS, on):
        return
    raise Hidden("visit.hidden", _("没有找到这次入户核实。"))
