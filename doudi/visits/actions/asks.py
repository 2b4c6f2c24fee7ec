"""人户分离: the family lives elsewhere, so the office there visits it; the result comes back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from doudi.accounts.models import Office
from doudi.audit.actions import record
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.crypto import seal
from doudi.common.refusals import Refusal
from doudi.common.transactions import action
from doudi.journal.actions import note
from doudi.people.models import Household
from doudi.visits import guards
from doudi.visits.actions.plans import make_plan
from doudi.visits.models import Ask, Plan
from doudi.visits.queries.asks import offices_to_ask, open_ask


@action
def ask_office(
    *,
    household: Household,
    office: Office,
    purpose: str,
    address: str,
    due_on: date,
    by: Officer,
    at: datetime,
) -> Ask:
    """Another town is asked to visit; it sees this visit and nothing else of the case."""
    on = day_of(at)
    Household.objects.select_for_update().get(pk=household.pk)
    guards.check_can_plan(by, household, on)
    if not offices_to_ask(household, on).filter(pk=office.pk).exists():
        raise Refusal("ask.office", _("请选择另一个乡镇（街道）。"), field="office")
    if not address.strip():
        raise Refusal("ask.address", _("请写明这家现在住在哪里。"), field="address")
    if due_on < on:
        raise Refusal("ask.past", _("最迟完成日期不能早于今天。"), field="due_on")
    if open_ask(household) is not None:
        raise Refusal("ask.open", _("已经请别处入户，还没有结果。"))
    made = Ask(
        household=household, office=office, purpose=purpose, due_on=due_on, asked_at=at,
        asked_by_id=by.post_id,
    )  # fmt: skip
    made.address_sealed = seal(f"visits.ask.{made.key}", address.strip())
    made.save(force_insert=True)
    record(by=by, at=at, verb="ask", noun="visit_ask", key=made.pk, office=office.pk)
    note(noun="visit_ask", key=made.pk, verb="asked", at=at)
    return made


@action
def plan_asked(
    *, ask: Ask, first: Officer, second: Officer, visit_on: date, by: Officer, at: datetime
) -> Plan:
    """The office that was asked says who goes and when."""
    held = Ask.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    guards.check_can_plan_asked(by, held, day_of(at))
    made = make_plan(
        household=held.household, purpose=held.purpose, checklist=held.checklist, first=first,
        second=second, visit_on=visit_on, due_on=held.due_on, asked=held.office, by=by, at=at,
    )  # fmt: skip
    held.plan = made
    held.save(update_fields=["plan"])
    return made


@action
def take_back_ask(*, ask: Ask, by: Officer, at: datetime) -> Ask:
    """The asking office visits itself after all; only while nobody has planned it there."""
    held = Ask.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    guards.check_can_plan(by, held.household, day_of(at))
    if held.plan_id is not None:
        raise Refusal("ask.planned", _("对方已经安排入户，请等结果。"))
    held.taken_back_at = at
    held.save(update_fields=["taken_back_at"])
    record(by=by, at=at, verb="take_back", noun="visit_ask", key=held.pk)
    return held
