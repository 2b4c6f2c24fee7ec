"""Who may read and change an application. Each returns nothing or raises; see tests' tables."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import has_power, holds
from doudi.accounts.states import Act, Duty
from doudi.applications.models import Application
from doudi.applications.rules.limits import village_may_still_speak
from doudi.applications.states import MOVES, Channel, ClockKind, State
from doudi.common.actors import Actor, Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.queries import members, person_of
from doudi.policies.rules.flows import flow_for

FULL, PROGRESS, NONE = "full", "progress", ""
INTAKE_DUTIES = (Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR)
READING_DUTIES = (
    Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER, Duty.VERIFIER, Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER,
)  # fmt: skip
CLOCK_DUTIES = tuple(one for one in READING_DUTIES if one != Duty.VERIFIER)
SIGNABLE = (State.DRAFT, State.SUBMITTED, State.TAKEN_IN, State.ACCEPTED)


def sight(by: Actor | None, application: Application, on: date) -> str:
    """FULL, PROGRESS (state and dates, no personal value) or NONE.

    A phone at level 0 has full sight of what was started in this very sign-in, and progress of
    what the same phone started before. At level 1 a person has full sight of the own household's.
    """
    if isinstance(by, Officer):
        return FULL if holds(by, READING_DUTIES, application.place, on) else NONE
    if not isinstance(by, Citizen):
        return NONE
    mine = application.started_by_id == by.user_id
    if mine and _same_session(by, application):
        return FULL
    if by.level >= 1 and _of_household(by, application, on):
        return FULL
    return PROGRESS if mine else NONE


def _same_session(by: Citizen, application: Application) -> bool:
    session = application.started_session
    return session is not None and bytes(session).hex() == by.session


def _of_household(by: Citizen, application: Application, on: date) -> bool:
    person = person_of(by.user_id)
    if person is None:
        return False
    if person.pk == application.applicant_id:
        return True
    return any(one.person.pk == person.pk for one in members(application.household, on))


def can_read(by: Actor | None, application: Application, on: date) -> bool:
    return sight(by, application, on) == FULL


def check_can_see_progress(by: Actor | None, application: Application, on: date) -> None:
    if sight(by, application, on) == NONE:
        raise Hidden("application.none", _("没有找到这份申请。"))


def check_can_read(by: Actor | None, application: Application, on: date) -> None:
    """Whether the whole application, personal values included, may be shown."""
    seen = sight(by, application, on)
    if seen == NONE:
        raise Hidden("application.none", _("没有找到这份申请。"))
    if seen == PROGRESS:
        raise Forbidden(
            "application.other_sign_in",
            _(
                "为了保护您的信息，重新登录后只能看办理进度。带身份证到村（社区）核对一次，就能看全部内容。"
            ),
        )


def check_can_edit(by: Actor, application: Application, on: date) -> None:
    """The family until it submits; an officer only what was begun at a counter."""
    check_can_read(by, application, on)
    if isinstance(by, Officer) and not _begun_at_counter(by, application):
        raise Forbidden("application.not_yours", _("这份申请由家庭自己填写，您不能代为修改。"))
    if application.state != State.DRAFT:
        raise Refusal(
            "application.submitted",
            _("申请已经提交，不能再改。家里情况有变化，请告诉村（社区）或乡镇（街道）工作人员。"),
        )


def _begun_at_counter(by: Officer, application: Application) -> bool:
    return by.duty in INTAKE_DUTIES and application.channel != Channel.PHONE


def check_can_sign(by: Actor, application: Application, on: date) -> None:
    """Whether a member may sign on this phone; at the counter the officer is the witness."""
    check_can_read(by, application, on)
    if isinstance(by, Officer) and by.duty not in INTAKE_DUTIES:
        raise Forbidden("post.duty", _("当面签名由村（社区）或乡镇（街道）受理岗位见证。"))
    if application.state not in SIGNABLE:
        raise Refusal("application.over", _("这份申请已经结束，不用再签名。"))


def check_can_start_at_counter(by: Officer, place_code: str, on: date) -> None:
    if not holds(by, INTAKE_DUTIES, place_code, on):
        raise Forbidden(
            "place.not_yours", _("这个村（社区）不归您的岗位办理，请选择您负责的地方。")
        )


def check_can_withdraw(by: Actor, application: Application, on: date) -> None:
    """Only the family takes its application back."""
    if not isinstance(by, Citizen):
        raise Forbidden("application.family_only", _("只有申请家庭自己可以撤回申请。"))
    check_can_read(by, application, on)
    check_move(application, "withdraw")


def check_can_take_in(by: Officer, application: Application, on: date) -> None:
    _check_office(by, Duty.VILLAGE_INTAKE, Act.TAKE_IN, application, on)
    check_move(application, "take_in")


def check_can_accept(by: Officer, application: Application, on: date) -> None:
    """The town; where the village speaks first, after it has, or after its days are over."""
    _check_office(by, Duty.TOWN_ACCEPTOR, Act.ACCEPT, application, on)
    check_move(application, "accept")
    if application.state == State.SUBMITTED and application.submitted_at:
        for request in application.requests.all():
            flow = flow_for(request.programme, application.place.code, on)
            if village_may_still_speak(flow, day_of(application.submitted_at), on):
                raise Refusal(
                    "application.village_first",
                    _("村（社区）还在初审期限内。初审完成或期满后，即可受理。"),
                )


def check_can_confirm_unit(by: Officer, application: Application, on: date) -> None:
    duties = (Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER)
    if not isinstance(by, Officer) or not holds(by, duties, application.place, on):
        raise Forbidden("post.duty", _("家庭成员由乡镇（街道）工作人员认定。"))
    if application.state != State.ACCEPTED:
        raise Refusal("application.not_accepted", _("受理之后才能认定家庭成员。"))


def check_can_note_clock(by: Actor, application: Application, kind: str, on: date) -> None:
    """Only a named officer of the place stops the limit; the rest may follow from other acts."""
    if isinstance(by, Officer):
        if not holds(by, CLOCK_DUTIES, application.place, on):
            raise Forbidden("post.duty", _("这份申请的办理时限不归您当前的岗位管理。"))
    elif kind == ClockKind.STOP:
        raise Forbidden("clock.officer", _("只有工作人员可以中止计时。"))
    if application.submitted_at is None or application.closed_at is not None:
        raise Refusal("clock.not_open", _("申请没有在办理，不用记办理时限。"))


def check_move(application: Application, verb: str) -> None:
    """Raises Refusal when the state has no such move."""
    if verb not in MOVES[application.state]:
        label = State(application.state).label
        raise Refusal(
            "application.state",
            _("这份申请现在是“%(state)s”，不能这样办理。请刷新页面再看。") % {"state": label},
        )


def _check_office(by: Officer, duty: str, act: str, application: Application, on: date) -> None:
    """The duty at the place, and the office's power for every programme asked for."""
    if not isinstance(by, Officer) or not holds(by, [duty], application.place, on):
        raise Forbidden("post.duty", _("这份申请不归您当前的岗位办理，请切换岗位或联系管理员。"))
    for request in application.requests.all():
        if not has_power(by, act, request.programme, application.place, on):
            raise Forbidden("power.none", _("您所在的单位没有办理这一步的权限，请联系系统管理员。"))
