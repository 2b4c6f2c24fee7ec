"""What is decided of an award: computed by the town, heard, proposed by one, decided by another."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.states import Act, Duty
from doudi.common.actors import Citizen, Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.decisions.guards.opinions import ASSESSORS
from doudi.decisions.guards.reach import check_duty, check_power_at, check_reason
from doudi.decisions.models import Assessment
from doudi.decisions.queries import matters
from doudi.decisions.states import HearingWay
from doudi.people.models import Household, Person
from doudi.people.queries import belongs, person_of
from doudi.people.queries.kin import check_not_kin

HEARERS = (*ASSESSORS, Duty.VILLAGE_INTAKE, Duty.GRID_WORKER, Duty.COORDINATOR)


def check_can_assess_matter(by: Officer, matter: str, household: Household, on: date) -> None:
    check_duty(by, ASSESSORS, household.place, on)
    check_not_kin(by, household, on)
    _check_undecided(matter)


def _check_undecided(matter: str) -> None:
    found = matters.decision_of(matter)
    if found is not None:
        word = _("已经作出决定。") if found.decided_at else _("已经提出决定，等待确认。")
        raise Refusal("matter.proposed", word)


def check_can_hear(
    by: Officer,
    matter: str,
    household: Household,
    on: date,
    *,
    heard: Person | None = None,
    way: str = "",
    held_on: date | None = None,
    told: str = "",
    said: str = "",
) -> None:
    """听取意见 (社会救助法 art. 48): what was told, what was said, on a day that is not to come."""
    check_duty(by, HEARERS, household.place, on)
    check_not_kin(by, household, on)
    _check_undecided(matter)
    if not way:
        return
    if held_on is None or held_on > on:
        raise Refusal("hearing.day", _("听取意见的日期不能晚于今天。"), field="held_on")
    if not told.strip():
        raise Refusal("hearing.told", _("请写明告诉了当事人什么。"), field="told")
    if way == HearingWay.NOT_REACHED:
        return
    if heard is None or not belongs(heard, household, on):
        raise Refusal("hearing.whom", _("请选择听取了谁的意见。"), field="heard")
    if not said.strip():
        raise Refusal("hearing.said", _("请写下当事人说了什么；没有意见也要写明。"), field="said")


def check_can_say(by: Citizen, household: Household, on: date, *, said: str = "x") -> Person:
    """An adult of the household whom an officer has seen."""
    person = person_of(by.user_id)
    if by.level < 1:
        raise Forbidden("identity.level", _("请先带身份证到村（社区）核对一次。"))
    if person is None or not belongs(person, household, on, adult=True):
        raise Hidden("hearing.hidden", _("没有找到这件事。"))
    if not said.strip():
        raise Refusal("hearing.said", _("请写下您的意见。没有意见，就写“没有意见”。"), field="said")
    return person


def check_can_propose_matter(
    by: Officer,
    *,
    matter: str,
    household: Household,
    place: Place,
    programme: str,
    on: date,
    outcome: str = "",
    assessment: Assessment | None = None,
    reason: str = "",
) -> None:
    """Without `outcome`: whether this officer may propose at all."""
    check_duty(by, (matters.duty_of("propose", programme, place, on),), place, on)
    check_power_at(by, Act.DECIDE, programme, place, on)
    check_not_kin(by, household, on)
    _check_undecided(matter)
    if not outcome:
        return
    if outcome not in matters.OUTCOMES:
        raise Refusal("matter.outcome", _("这不是待遇变更的结果。"), field="outcome")
    if outcome in matters.COMPUTED and (assessment is None or assessment.amount_fen is None):
        raise Refusal(
            "matter.no_amount",
            _("还有未知的情况，算不出金额。请先补充核实再测算。"),
            field="outcome",
        )
    check_reason(reason)
    check_heard(matter, household, outcome, assessment, on)


def check_heard(
    matter: str, household: Household, outcome: str, assessment: Assessment | None, on: date
) -> None:
    """No less without a hearing; "not reached" counts after attempts on two different days."""
    if not matters.must_be_heard(outcome, household, on):
        return
    if not matters.is_heard(matter, assessment):
        raise Refusal(
            "matter.not_heard",
            _(
                "减少、暂缓、终止或追回之前，要先把算出的结果告诉当事人，听取意见并记录。"
                "联系不上的，要在不同的两天各联系一次。"
            ),
            field="outcome",
        )
