"""Who may plan, record and read a visit."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Office
from doudi.accounts.queries import holds
from doudi.accounts.states import Duty, Level
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Household
from doudi.visits.models import Plan, Visit

PLANNERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.COUNTY_REVIEWER,
)
READERS = (*PLANNERS, Duty.TOWN_DECIDER, Duty.COUNTY_LEADER)
INVESTIGATOR = Duty.TOWN_INVESTIGATOR


def check_can_plan(by: Officer, household: Household, on: date) -> None:
    if not holds(by, PLANNERS, household.place, on):
        raise Forbidden("visit.plan", _("入户核实由乡镇（街道）的经办人安排。"))


def check_investigators(first: Officer, second: Officer, household: Household, on: date) -> None:
    """Two people, both investigators of the place, not from a village committee."""
    if first.user_id == second.user_id:
        raise Refusal("visit.two_people", _("入户核实须由两名不同的工作人员进行。"), field="second")
    for who, name in ((first, "first"), (second, "second")):
        if not holds(who, (INVESTIGATOR,), household.place, on):
            sentence = _("%(name)s 当日没有在这个地方入户核实的岗位，请改选。")
            raise Refusal("visit.investigator", sentence % {"name": who.name}, field=name)
    offices = Office.objects.filter(pk__in={first.office_id, second.office_id})
    if not offices.exclude(level=Level.VILLAGE).exists():
        raise Refusal(
            "visit.village_alone",
            _("不能只由村（居）委会人员入户核实，请至少安排一名乡镇（街道）工作人员。"),
            field="second",
        )


def check_can_record(by: Officer, plan: Plan, on: date) -> None:
    """Only one of the two planned people, while the post is held; not a cancelled plan."""
    planned = by.user_id in {plan.first.user_id, plan.second.user_id}
    if not planned or not holds(by, (INVESTIGATOR,), plan.household.place, on):
        raise Forbidden("visit.record", _("只有这次入户核实的两名核实人可以填写。"))
    if plan.cancelled_at is not None:
        raise Refusal("visit.cancelled", _("这次入户核实已经取消，请向安排人确认。"))


def check_can_cancel(by: Officer, plan: Plan, on: date) -> None:
    check_can_plan(by, plan.household, on)
    if Visit.objects.filter(plan=plan, finished_at__isnull=False).exists():
        raise Refusal("visit.finished", _("入户核实已经完成，不能取消。"))
    if plan.cancelled_at is not None:
        raise Refusal("visit.cancelled", _("这次入户核实已经取消，请向安排人确认。"))


def check_can_read(by: Officer, plan: Plan, on: date) -> None:
    """Raises Hidden: elsewhere nobody needs to learn that a household was visited."""
    if not holds(by, READERS, plan.household.place, on):
        raise Hidden("visit.hidden", _("没有找到这次入户核实。"))
