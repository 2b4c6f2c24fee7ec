"""Who may look in on a family on aid, close a recheck, and speak about offered jobs."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import covers, holds
from doudi.accounts.states import FIELD_DUTIES, Duty
from doudi.awards.models import Award, JobOffer, MissedCheckIn, Recheck
from doudi.awards.queries import rechecks
from doudi.awards.queries.checkins import Choice, choices
from doudi.awards.states import State
from doudi.common.actors import Citizen, Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.queries.kin import check_not_kin

CHECKERS = (*sorted(FIELD_DUTIES), Duty.TOWN_ACCEPTOR, Duty.TOWN_LEADER)
RECHECKERS = (Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER)
CLOSERS = (Duty.TOWN_LEADER,)
LEADERS = (Duty.TOWN_LEADER, Duty.COUNTY_LEADER)
RECHECK_READERS = (*RECHECKERS, Duty.TOWN_DECIDER, Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)
OFFER_KEEPERS = (Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.COORDINATOR)
OFFER_READERS = (*OFFER_KEEPERS, Duty.TOWN_LEADER)
# who may plan a visit to a family that nobody saw, as the visits module lets them
PLANNERS = (Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER)
PRINTERS = (Duty.TOWN_ACCEPTOR, Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER)


def check_not_ended(award: Award) -> None:
    if award.state == State.ENDED:
        raise Refusal("award.ended", _("这份救助已经终止，不用再办。"))


def check_can_check_in(by: Officer, award: Award, on: date) -> None:
    """Raises Hidden: elsewhere nobody needs to learn who is on aid."""
    if not holds(by, CHECKERS, award.place, on):
        raise Hidden("award.none", _("没有找到这份救助。"))
    check_not_kin(by, award.household, on)
    check_not_ended(award)


def check_choice(by: Citizen, award: Award, person_id: int, on: date) -> Choice:
    """The way in which this citizen may check the person in. Raises Hidden for a stranger."""
    found = next((one for one in choices(by, award, on) if one.person.pk == person_id), None)
    if found is None:
        raise Hidden("award.none", _("没有找到这份救助。"))
    check_not_ended(award)
    return found


def check_can_close_miss(by: Officer, missed: MissedCheckIn, on: date) -> None:
    check_can_check_in(by, missed.award, on)
    if missed.closed_at is not None:
        raise Refusal("check_in.closed", _("这一条已经了结，不用再办。"))


def check_can_read_recheck(by: Officer, award: Award, on: date) -> None:
    if not holds(by, RECHECK_READERS, award.place, on):
        raise Hidden("award.none", _("没有找到这次核查。"))


def check_can_read_award(by: Officer, award: Award, on: date) -> None:
    """Raises Hidden: elsewhere nobody needs to learn who is on aid."""
    if not covers(by, award.place, on):
        raise Hidden("award.none", _("没有找到这份救助。"))


def check_can_close(
    by: Officer, recheck: Recheck, on: date, *, without_check: str = "", changed: bool = False
) -> None:
    """The town's leader, after a visit that someone else made, and after the check's report.

    `without_check`: why the report is not waited for. A change needs neither: it is looked into.
    """
    if not holds(by, CLOSERS, recheck.award.place, on):
        raise Forbidden("recheck.close", _("核查由乡镇（街道）审核岗位办结。"))
    check_not_kin(by, recheck.award.household, on)
    if recheck.closed_at is not None:
        raise Refusal("recheck.closed", _("这次核查已经办结。"))
    check_not_ended(recheck.award)
    standing = rechecks.standing(recheck)
    if changed:
        return
    if standing.visit is None:
        raise Refusal("recheck.no_visit", _("还没有完成入户，请先安排入户核实。"))
    if by.user_id in {
        standing.visit.plan.first.user_id,
        standing.visit.plan.second.user_id,
    }:
        raise Refusal("recheck.own_visit", _("这次入户是您做的，请由另一位审核人员办结。"))
    if not standing.reported and not without_check.strip():
        raise Refusal(
            "recheck.no_check",
            _("核对报告还没有出具。要先办结，请写明不等报告的理由。"),
            field="without_check",
        )


def check_can_note_offer(by: Officer, award: Award, on: date) -> None:
    if not holds(by, OFFER_KEEPERS, award.place, on):
        raise Forbidden("offer.note", _("工作介绍由乡镇（街道）经办人登记。"))
    check_not_kin(by, award.household, on)
    check_not_ended(award)


def check_can_judge(by: Officer, offer: JobOffer, on: date) -> None:
    """A leader who did not note the offer; a judgement is given once."""
    if not holds(by, CLOSERS, offer.award.place, on):
        raise Forbidden("offer.judge", _("理由是否正当，由乡镇（街道）审核岗位认定。"))
    check_not_kin(by, offer.award.household, on)
    if offer.noted_by.user_id == by.user_id:
        raise Refusal("offer.own", _("这条是您登记的，请由另一位审核人员认定。"))
    if offer.answer != "refused" or offer.reason_good is not None:
        raise Refusal("offer.judged", _("这条不用认定，或者已经认定过。"))


def check_can_propose(by: Officer, award: Award, on: date) -> None:
    if not holds(by, CLOSERS, award.place, on):
        raise Forbidden("offer.propose", _("是否提出变更，由乡镇（街道）审核岗位决定。"))
    check_not_kin(by, award.household, on)
    check_not_ended(award)


def check_can_print(by: Officer, award: Award, on: date) -> None:
    if not holds(by, PRINTERS, award.place, on):
        raise Hidden("award.none", _("没有找到这份救助。"))
