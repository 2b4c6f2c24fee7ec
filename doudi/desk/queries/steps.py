"""What this post can do next with a case, and why not yet where it cannot."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

import doudi.applications.queries as applications
import doudi.verification.guards as check_guards
import doudi.verification.queries as verification
import doudi.visits.guards as visit_guards
import doudi.visits.queries as visits
from doudi.accounts.states import Duty
from doudi.applications.models import Application
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal, refusal_of
from doudi.payments.guards import ACCOUNT_DUTIES
from doudi.people.guards import EXCUSERS, LISTENERS, RECORDERS, REGISTRARS
from doudi.people.models import Household

TOWN = (Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER)


@dataclass(frozen=True)
class Step:
    """`post`: one press does it; else `url` is a page. `refusal`: why not yet. `again`: it was
    done once and may be repeated, so that it does not stand out."""

    title: str
    url: str
    post: bool = False
    refusal: Refusal | None = None
    again: bool = False


def next_steps(application: Application, by: Officer, on: date) -> list[Step]:
    """Only steps of this duty, in the order of the river."""
    if application.state in (State.SUBMITTED, State.TAKEN_IN):
        return [*_beginning(application, by), *_phone(application, by)]
    if application.state != State.ACCEPTED:
        return []
    steps = [*_check(application, by, on), *_visit(application, by), *_unit(application, by)]
    return [
        *steps,
        *_elsewhere(application, by),
        *_limit(application, by),
        *_phone(application, by),
    ]


def _elsewhere(application: Application, by: Officer) -> list[Step]:
    """人户分离: asking the office where the family lives, until somebody has visited."""
    household = application.household
    if by.duty not in TOWN or visits.finished_visit(household) is not None:
        return []
    purpose = applications.request_of(application).programme
    return [Step(_("请别处入户"), reverse("visits_ask", args=[household.key, purpose]))]


def _limit(application: Application, by: Officer) -> list[Step]:
    if by.duty not in (Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER):
        return []
    return [Step(_("办理时限"), reverse("applications_clock", args=[application.key]))]


def _phone(application: Application, by: Officer) -> list[Step]:
    if by.duty not in RECORDERS:
        return []
    url = reverse("people_phone", args=[application.household.key])
    return [Step(_("登记手机号码"), url)]


def family_links(household: Household, by: Officer) -> list[Step]:
    """What this duty may write down about the family at any time."""
    pages = (
        (_("联系意愿"), "people_wishes", LISTENERS),
        (_("代理人"), "people_representations", REGISTRARS),
        (_("不要求签名"), "people_excuses", EXCUSERS),
        (_("收款账户"), "payments_account", ACCOUNT_DUTIES),
    )
    return [
        Step(title, reverse(name, args=[household.key]))
        for title, name, duties in pages
        if by.duty in duties
    ]


def _beginning(application: Application, by: Officer) -> list[Step]:
    if by.duty == Duty.VILLAGE_INTAKE and application.state == State.SUBMITTED:
        return [Step(_("村级初审"), reverse("applications_take_in", args=[application.key]))]
    if by.duty == Duty.TOWN_ACCEPTOR:
        return [Step(_("受理"), reverse("applications_accept", args=[application.key]))]
    return []


def _check(application: Application, by: Officer, on: date) -> list[Step]:
    household = application.household
    last = verification.panel(household).check
    if by.duty not in TOWN or (last and last.reported_at is None):
        return []
    purpose = applications.request_of(application).programme
    url = reverse("verification_request", args=[household.key, purpose])
    refusal = refusal_of(check_guards.check_can_request, by, household, on)
    # a report is not corrected: who doubts it asks once more
    title = _("再次核对") if last else _("发起经济状况核对")
    return [Step(title, url, post=True, refusal=refusal, again=last is not None)]


def _visit(application: Application, by: Officer) -> list[Step]:
    household = application.household
    newest = visits.panel(household)
    plan, over = newest.plan, newest.visit is not None and newest.visit.finished_at is not None
    if (plan is None or over) and by.duty in visit_guards.PLANNERS and by.duty in TOWN:
        purpose = applications.request_of(application).programme
        title = _("再次入户核实") if plan else _("安排入户核实")
        url = reverse("visits_plan", args=[household.key, purpose])
        return [Step(title, url, again=over)]
    if plan is None or over:
        return []
    if by.user_id in {plan.first.user_id, plan.second.user_id}:
        return [Step(_("填写入户核实"), reverse("visits_record", args=[plan.pk]))]
    return []


def _unit(application: Application, by: Officer) -> list[Step]:
    asked = applications.request_of(application)
    stated = bool(applications.unit(asked))
    visited = visits.finished_visit(application.household) is not None
    if by.duty not in TOWN or stated or not visited:
        return []
    return [Step(_("认定家庭成员"), reverse("applications_unit", args=[application.key]))]
