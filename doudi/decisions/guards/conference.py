"""一事一议: who sends a case before a meeting, and that none is proposed without its word."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.applications.models import Request
from doudi.common.actors import Officer
from doudi.common.refusals import Refusal
from doudi.decisions.guards.reach import check_accepted, check_duty, check_reason
from doudi.decisions.queries import standing
from doudi.decisions.queries.conference import is_called, resolved
from doudi.decisions.queries.volume.deciding import grounds_of
from doudi.decisions.states import Resolution
from doudi.people.queries.kin import check_not_kin

CALLERS = (Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER)


def check_can_call(
    by: Officer, request: Request, on: date, *, ground: str | None = None, reason: str = ""
) -> None:
    """`ground`: one of the flow's; a case is called once for each."""
    check_duty(by, CALLERS, request.application.place, on)
    check_not_kin(by, request.application.household, on)
    check_accepted(request.application)
    if standing.current_decision(request) is not None:
        raise Refusal("conference.decided", _("已经提出决定。要上会，请先由决定单位退回。"))
    if ground is None:
        return
    if ground not in grounds_of(request):
        raise Refusal("conference.ground", _("请从本地规定的情形里选一个。"), field="ground")
    if request.conference_calls.filter(ground=ground).exists():
        raise Refusal("conference.called", _("已经按这个情形提请过。"), field="ground")
    check_reason(reason)


def check_can_note_conference(
    by: Officer, requests: Sequence[Request], on: date, *, held_on: date | None = None
) -> None:
    """Every case was called, is still open, and lies in the officer's places."""
    if not requests:
        raise Refusal("conference.nobody", _("请至少选择一户。"), field="requests")
    for request in requests:
        check_duty(by, CALLERS, request.application.place, on)
        check_not_kin(by, request.application.household, on)
        check_accepted(request.application)
        if not is_called(request):
            raise Refusal("conference.not_called", _("有一户没有提请一事一议，请先提请。"))
    if len({request.programme for request in requests}) > 1:
        raise Refusal("conference.programme", _("一次会议记录只写一种救助。"))
    if held_on is not None and held_on > on:
        raise Refusal("conference.future", _("会议日期不能晚于今天。"), field="held_on")


def check_met(request: Request) -> None:
    """A called case is proposed only after the meeting has said yes or no."""
    if not is_called(request):
        return
    item = resolved(request)
    if item is None:
        raise Refusal("conference.waiting", _("这户已提请一事一议，会议记录录入后才能提出决定。"))
    if item.resolution == Resolution.LOOK_AGAIN:
        raise Refusal(
            "conference.again", _("会议意见是补充调查后再议，请调查后再上会，再提出决定。")
        )
