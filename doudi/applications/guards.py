"""Who may read and change an application. Each returns nothing or raises; see tests' tables."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import has_power, holds, office_of
from doudi.accounts.queries.reach import holds_post
from doudi.accounts.states import Act, Duty
from doudi.applications.models import Application
from doudi.applications.rules.limits import MOST_SEND_BACKS, village_may_still_speak
from doudi.applications.states import MOVES, Channel, ClockKind, SentTo, State
from doudi.common.actors import Actor, Citizen, Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.people.models import Household
from doudi.people.queries import belongs, kept_from, may_act_for, person_of
from doudi.people.queries.kin import check_not_kin, is_kin
from doudi.policies.rules.flows import flow_for

FULL, PROGRESS, NONE = "full", "progress", ""
INTAKE_DUTIES = (Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR)
HELPING_DUTIES = (*INTAKE_DUTIES, Duty.GRID_WORKER)
TOWN_DUTIES = (Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER)
CITY = 4  # digits of a code that name the city
READING_DUTIES = (
    Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR, Duty.TOWN_LEADER,
    Duty.TOWN_DECIDER, Duty.VERIFIER, Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER,
)  # fmt: skip
CLOCK_DUTIES = tuple(one for one in READING_DUTIES if one != Duty.VERIFIER)
SIGNABLE = (State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.TAKEN_IN, State.ACCEPTED)
BEFORE_ACCEPTANCE = (State.SUBMITTED, State.SENT_BACK, State.TAKEN_IN)


def sight(by: Actor | None, application: Application, on: date) -> str:
    """FULL, PROGRESS (state and dates, no personal value) or NONE.

    A phone at level 0 has full sight of what was started in this very sign-in, and progress of
    what the same phone started before. At level 1 a person has full sight of the own household's,
    and of what is asked for somebody whom the person stands in for. A counter of another place and
    a grid worker see the progress of what they took in. Who is kept away sees nothing.
    """
    if isinstance(by, Officer):
        return _officer_sight(by, application, on)
    if not isinstance(by, Citizen) or _kept_away(by, application, on):
        return NONE
    mine = application.started_by_id == by.user_id
    if mine and _same_session(by, application):
        return FULL
    if by.level >= 1 and _of_household(by, application, on):
        return FULL
    return PROGRESS if mine else NONE


def _officer_sight(by: Officer, application: Application, on: date) -> str:
    if holds(by, READING_DUTIES, application.place, on):
        return FULL
    if not took_in(by, application) or not holds_post(by, on):
        return NONE
    return FULL if application.state == State.DRAFT else PROGRESS


def took_in(by: Officer, application: Application) -> bool:
    """Whether it was filled in at this counter of another place, or by this grid worker."""
    if by.duty == Duty.GRID_WORKER:
        return application.started_by_id == by.user_id
    return by.duty in INTAKE_DUTIES and application.intake_office_id == by.office_id


def _kept_away(by: Citizen, application: Application, on: date) -> bool:
    person = person_of(by.user_id)
    return person is not None and kept_from(person, application.household, on)


def _same_session(by: Citizen, application: Application) -> bool:
    session = application.started_session
    return session is not None and bytes(session).hex() == by.session


def _of_household(by: Citizen, application: Application, on: date) -> bool:
    person = person_of(by.user_id)
    if person is None:
        return False
    if belongs(person, application.household, on):
        return True
    return may_act_for(person, application.applicant, on)


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
    """The family until it submits, and again when it is to put something right; an officer what
    was begun at a counter, or with the family before him what was given back."""
    check_can_read(by, application, on)
    if isinstance(by, Officer) and not _begun_at_counter(by, application):
        raise Forbidden("application.not_yours", _("这份申请由家庭自己填写，您不能代为修改。"))
    check_not_at_own_counter(by, application.household, on)
    if application.state != State.DRAFT and not is_sent_to(application, SentTo.FAMILY):
        raise Refusal(
            "application.submitted",
            _("申请已经提交，不能再改。家里情况有变化，请告诉村（社区）或乡镇（街道）工作人员。"),
        )


def _begun_at_counter(by: Officer, application: Application) -> bool:
    if application.state == State.SENT_BACK:
        return by.duty in INTAKE_DUTIES
    return by.duty in HELPING_DUTIES and application.channel != Channel.PHONE


def is_sent_to(application: Application, to: str) -> bool:
    """Whether it was given back and this side has not answered yet."""
    if application.state != State.SENT_BACK:
        return False
    return application.send_backs.filter(to=to, returned_at__isnull=True).exists()


def check_can_sign(by: Actor, application: Application, on: date) -> None:
    """Whether a member may sign on this phone; at the counter the officer is the witness."""
    check_can_read(by, application, on)
    if isinstance(by, Officer) and by.duty not in HELPING_DUTIES:
        raise Forbidden("post.duty", _("当面签名由村（社区）或乡镇（街道）受理岗位见证。"))
    check_not_at_own_counter(by, application.household, on)
    if application.state not in SIGNABLE:
        raise Refusal("application.over", _("这份申请已经结束，不用再签名。"))


def check_can_start_at_counter(by: Officer, place_code: str, on: date) -> None:
    """A grid worker in the own places; a counter for the whole city (全城通办)."""
    if holds(by, HELPING_DUTIES, place_code, on):
        return
    if by.duty in INTAKE_DUTIES and holds_post(by, on) and _same_city(by, place_code):
        return
    raise Forbidden("place.not_yours", _("这个地方不归您的岗位办理，请选择本市或您负责的地方。"))


def check_not_at_own_counter(by: Actor, household: Household, on: date) -> None:
    """Nobody fills in for a relative; the family is told which doors stay open."""
    if isinstance(by, Officer) and is_kin(by.user_id, household, on):
        raise Forbidden(
            "kin.own",
            _(
                "这一家有您备案的近亲属。请由其他同事代填，也可以到本市别的窗口、"
                "或者用家里人的手机申请。"
            ),
        )


def _same_city(by: Officer, place_code: str) -> bool:
    return office_of(by).seat.code[:CITY] == place_code[:CITY]


def check_can_withdraw(by: Actor, application: Application, on: date) -> None:
    """Only the family takes its application back."""
    if not isinstance(by, Citizen):
        raise Forbidden("application.family_only", _("只有申请家庭自己可以撤回申请。"))
    check_can_read(by, application, on)
    check_move(application, "withdraw")


def check_can_withdraw_at_counter(by: Officer, application: Application, on: date) -> None:
    """With the family's signed sheet, or said before a second officer."""
    if not isinstance(by, Officer) or not holds(by, INTAKE_DUTIES, application.place, on):
        raise Forbidden("post.duty", _("窗口撤回由村（社区）或乡镇（街道）受理岗位办理。"))
    check_not_kin(by, application.household, on)
    check_move(application, "withdraw")


def check_can_take_in(by: Officer, application: Application, on: date) -> None:
    """The village's view: the first one, or the answer to what was given back to it."""
    _check_office(by, Duty.VILLAGE_INTAKE, Act.TAKE_IN, application, on)
    if not is_sent_to(application, SentTo.VILLAGE):
        check_move(application, "take_in")


def check_can_send_back(by: Officer, application: Application, on: date) -> None:
    """Twice at most: what is still missing then is asked for after acceptance."""
    _check_office(by, Duty.TOWN_ACCEPTOR, Act.ACCEPT, application, on)
    check_move(application, "send_back")
    if application.send_backs.count() >= MOST_SEND_BACKS:
        raise Refusal(
            "send_back.enough", _("已经退回过两次，不能再退。请受理，没说清的在入户时问清楚。")
        )


def check_can_name_items(by: Officer, application: Application, on: date) -> None:
    """Once, everything together (一次性告知)."""
    _check_office(by, Duty.TOWN_ACCEPTOR, Act.ACCEPT, application, on)
    if application.state not in (*BEFORE_ACCEPTANCE, State.ACCEPTED):
        raise Refusal("application.state", _("这份申请不在受理阶段，不能再要材料。"))
    if application.awaited.exists():
        raise Refusal(
            "items.named", _("缺的材料已经一次告知过，不能再加。其余情况请入户或核对时查明。")
        )


def check_can_handle_items(by: Officer, application: Application, on: date) -> None:
    """Extending and closing: the town. Handing in: any counter of the place."""
    if not isinstance(by, Officer) or not holds(by, TOWN_DUTIES, application.place, on):
        raise Forbidden("post.duty", _("容缺材料由乡镇（街道）工作人员办理。"))
    check_not_kin(by, application.household, on)


def check_can_receive_item(by: Actor, application: Application, on: date) -> None:
    duties = (*TOWN_DUTIES, Duty.VILLAGE_INTAKE)
    if isinstance(by, Officer):
        if not holds(by, duties, application.place, on):
            raise Forbidden("post.duty", _("这份申请不归您当前的岗位办理。"))
        check_not_kin(by, application.household, on)
        return
    check_can_see_progress(by, application, on)


def check_can_file_paper(by: Officer, application: Application, on: date) -> None:
    """Printing and filing a sheet: whoever fills in or takes in applications there."""
    duties = (*TOWN_DUTIES, Duty.VILLAGE_INTAKE)
    mine = took_in(by, application) and application.state == State.DRAFT
    if not mine and not holds(by, duties, application.place, on):
        raise Hidden("paper.none", _("没有找到这张纸对应的申请，请核对纸上的编码。"))


def check_can_accept(by: Officer, application: Application, on: date) -> None:
    """The town; where the village speaks first, after it has, or after its days are over."""
    _check_office(by, Duty.TOWN_ACCEPTOR, Act.ACCEPT, application, on)
    check_move(application, "accept")
    if application.send_backs.exists():
        return
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
    check_not_kin(by, application.household, on)
    if application.state != State.ACCEPTED:
        raise Refusal("application.not_accepted", _("受理之后才能认定家庭成员。"))


def check_can_note_clock(by: Actor, application: Application, kind: str, on: date) -> None:
    """Only a named officer of the place stops the limit; the rest may follow from other acts."""
    if isinstance(by, Officer):
        if not holds(by, CLOCK_DUTIES, application.place, on):
            raise Forbidden("post.duty", _("这份申请的办理时限不归您当前的岗位管理。"))
        check_not_kin(by, application.household, on)
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
    """The duty at the place, the office's power for every programme, and no relative's case."""
    if not isinstance(by, Officer) or not holds(by, [duty], application.place, on):
        raise Forbidden("post.duty", _("这份申请不归您当前的岗位办理，请切换岗位或联系管理员。"))
    for request in application.requests.all():
        if not has_power(by, act, request.programme, application.place, on):
            raise Forbidden("power.none", _("您所在的单位没有办理这一步的权限，请联系系统管理员。"))
    check_not_kin(by, application.household, on)
