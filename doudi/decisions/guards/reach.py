"""Duty, place and power, in the same words for every act."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import covers, has_power, holds
from doudi.accounts.states import Duty
from doudi.applications.models import Application, Request
from doudi.applications.states import State
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal

# who may look at a case of their place: everyone that handles or answers for it
SEERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER,
    Duty.COUNTY_REVIEWER,
    Duty.COUNTY_LEADER,
    Duty.AUDITOR,
)


def check_can_see(by: Officer, place: Place, on: date) -> None:
    """Raises Hidden: that a case exists elsewhere is nobody's business."""
    if by.duty not in SEERS or not covers(by, place, on):
        raise Hidden("decisions.hidden", _("没有找到这件申请。"))


def check_duty(by: Officer, duties: Iterable[str], place: Place, on: date) -> None:
    wanted = list(duties)
    if not holds(by, wanted, place, on):
        words = _("、").join(str(Duty(duty).label) for duty in wanted)
        raise Forbidden(
            "decisions.duty",
            _("此事由本地的%(duty)s岗位办理，您当前的岗位不能办。") % {"duty": words},
        )


def check_power(by: Officer, act: str, request: Request, on: date) -> None:
    check_power_at(by, act, request.programme, request.application.place, on)


def check_power_at(by: Officer, act: str, programme: str, place: Place, on: date) -> None:
    if not has_power(by, act, programme, place, on):
        raise Forbidden("decisions.power", _("这个地方的此项权限不在您的单位，请转给有权单位。"))


def check_accepted(application: Application) -> None:
    """Opinion, posting and decision are for accepted applications that are still open."""
    if application.state != State.ACCEPTED:
        raise Refusal(
            "decisions.not_accepted",
            _("申请现在是“%(state)s”，已受理的申请才能办理此事。")
            % {"state": State(application.state).label},
        )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal("decisions.reason", _("请写明理由，申请人会看到。"), field="reason")
