"""Planning who visits whom, and taking a plan back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Office
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.models import Household
from doudi.verification.actions import expect_visit
from doudi.visits import guards, queries, rules
from doudi.visits.actions.records import locked
from doudi.visits.models import Ask, Plan


@action
def plan(
    *,
    household: Household,
    purpose: str,
    checklist: str = "dibao",
    first: Officer,
    second: Officer,
    visit_on: date,
    due_on: date,
    by: Officer,
    at: datetime,
) -> Plan:
    """Two investigators are to visit. Refused while a visit for the same purpose is open."""
    guards.check_can_plan(by, household, day_of(at), purpose)
    return make_plan(
        household=household, purpose=purpose, checklist=checklist, first=first, second=second,
        visit_on=visit_on, due_on=due_on, asked=None, by=by, at=at,
    )  # fmt: skip


def make_plan(
    *,
    household: Household,
    purpose: str,
    checklist: str,
    first: Officer,
    second: Officer,
    visit_on: date,
    due_on: date,
    asked: Office | None,
    by: Officer,
    at: datetime,
) -> Plan:
    """As `plan`, also for an office that was asked to visit. Call inside a transaction."""
    on = day_of(at)
    Household.objects.select_for_update().get(pk=household.pk)
    guards.check_investigators(first, second, household, on, purpose=purpose, asked=asked)
    if checklist not in rules.checklists():
        raise Refusal("visit.checklist", _("没有这份核实清单，请重新选择。"), field="checklist")
    if visit_on < on:
        raise Refusal("visit.past", _("入户日期不能早于今天。"), field="visit_on")
    if queries.open_plan(household, purpose) is not None:
        raise Refusal("visit.open", _("这个家庭已有一次未完成的入户核实，请先完成或取消。"))
    made = Plan.objects.create(
        household=household, purpose=purpose, checklist=checklist, first_id=first.post_id,
        second_id=second.post_id, visit_on=visit_on, due_on=due_on, planned_at=at,
        planned_by_id=by.post_id, asked_office=asked,
    )  # fmt: skip
    expect_visit(household=household, expected=False, by=by, at=at)
    record(by=by, at=at, verb="plan", noun="visit_plan", key=made.pk, household=household.pk)
    note(noun="visit_plan", key=made.pk, verb="planned", at=at)
    return made


@action
def cancel(*, plan: Plan, reason: str = "", by: Officer, at: datetime) -> Plan:
    """Takes an unfinished plan back; what was recorded under it stays, and makes no facts."""
    plan = locked(plan)
    guards.check_can_cancel(by, plan, day_of(at))
    plan.cancelled_at = at
    plan.save(update_fields=["cancelled_at"])
    expect_visit(household=plan.household, expected=True, by=by, at=at)
    Ask.objects.filter(plan=plan).update(plan=None)  # it waits again where it was asked
    record(by=by, at=at, verb="cancel", noun="visit_plan", key=plan.pk, reason=reason)
    return plan
