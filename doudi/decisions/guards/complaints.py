"""投诉举报: anyone may speak; the county answers, never the one it is about."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import covers
from doudi.accounts.states import Duty
from doudi.common.actors import Actor, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.decisions.guards.objections import NOTERS
from doudi.decisions.guards.reach import check_duty
from doudi.decisions.models import Complaint
from doudi.decisions.queries.voices import ANSWERERS, NAME_READERS
from doudi.people.models import Household
from doudi.people.queries.kin import check_not_kin

RECEIVERS = (*NOTERS, Duty.COUNTY_LEADER)


def check_can_receive(by: Actor, place_code: str, on: date, *, text: str) -> None:
    if isinstance(by, Officer) and (by.duty not in RECEIVERS or not covers(by, place_code, on)):
        raise Forbidden("complaint.duty", _("请把这件事交给本地热线或窗口登记。"))
    if not text.strip():
        raise Refusal("complaint.text", _("请写明是什么事，越具体越好查。"), field="text")


def check_can_see_complaint(by: Officer, complaint: Complaint, on: date) -> None:
    """The county, the auditor, and who wrote it down. Town and village learn nothing of it."""
    if complaint.received_by_id == by.post_id:
        return
    if by.duty not in {*ANSWERERS, Duty.AUDITOR} or not covers(by, complaint.place, on):
        raise Hidden("complaint.hidden", _("没有找到这件投诉举报。"))


def check_can_read_name(by: Officer, complaint: Complaint, on: date) -> None:
    """Who complained: the county's reviewer, the auditor, the hotline that took the call."""
    check_can_see_complaint(by, complaint, on)
    took_the_call = by.duty == Duty.HOTLINE and complaint.received_by_id == by.post_id
    if by.duty not in NAME_READERS and not took_the_call:
        raise Forbidden("complaint.name", _("举报人的身份只有县级复核和接听的热线人员可以看。"))
    if complaint.against_id == by.user_id:
        raise Forbidden("complaint.about_you", _("这件事涉及您本人，不能查看举报人。"))
    _check_not_kin(by, complaint, on)
    if complaint.name_sealed is None and complaint.contact_sealed is None:
        raise Refusal("complaint.anonymous", _("这是匿名的，没有留下姓名。"))


def check_can_assign(
    by: Officer, complaint: Complaint, on: date, *, household: Household | None = None
) -> None:
    """Saying which family and which officer it is about."""
    check_duty(by, ANSWERERS, complaint.place, on)
    _check_open(complaint)
    _check_not_kin(by, complaint, on)
    if household is not None and not covers(by, household.place, on):
        raise Refusal("complaint.household", _("这一家不在本地，请转给当地办理。"), field="case")


def check_can_answer_complaint(
    by: Officer,
    complaint: Complaint,
    on: date,
    *,
    answer: str | None = None,
    told_on: date | None = None,
) -> None:
    """With text, outcome and, for a real name, the day on which the person was told."""
    check_duty(by, ANSWERERS, complaint.place, on)
    _check_open(complaint)
    if complaint.against_id == by.user_id:
        raise Forbidden("complaint.about_you", _("这件事涉及您本人，请交给其他同事答复。"))
    _check_not_kin(by, complaint, on)
    if answer is None:
        return
    if not answer.strip():
        raise Refusal("complaint.answer", _("请写明查了什么、结果怎样。"), field="answer")
    _check_told(complaint, told_on, on)


def _check_not_kin(by: Officer, complaint: Complaint, on: date) -> None:
    """Once it is said which family it is about."""
    if complaint.household is not None:
        check_not_kin(by, complaint.household, on)


def _check_told(complaint: Complaint, told_on: date | None, on: date) -> None:
    named = complaint.name_sealed is not None or complaint.sent_by_id is not None
    if named and told_on is None:
        raise Refusal("complaint.told_on", _("实名的都要答复，请填答复的日期。"), field="told_on")
    if told_on is not None and not day_of(complaint.received_at) <= told_on <= on:
        sentence = _("答复日期不能早于收到那天，也不能晚于今天。")
        raise Refusal("complaint.told_day", sentence, field="told_on")


def _check_open(complaint: Complaint) -> None:
    if complaint.answered_at is not None:
        raise Refusal("complaint.answered", _("这件投诉举报已经答复。"))
