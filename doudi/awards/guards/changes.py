"""Who reports, confirms, assesses and closes a change; who proposes is a guard of decisions."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import covers, holds
from doudi.accounts.states import FIELD_DUTIES, Duty
from doudi.awards.guards.care import check_not_ended
from doudi.awards.models import Award, Change
from doudi.awards.queries import changes
from doudi.awards.rules import changes as rules
from doudi.awards.states import ChangeReason, ChangeState
from doudi.common.actors import Citizen, Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.decisions.states import Outcome
from doudi.people.queries import belongs, members, person_of
from doudi.people.queries.kin import check_not_kin

HANDLERS = (
    Duty.TOWN_ACCEPTOR,
    Duty.TOWN_INVESTIGATOR,
    Duty.TOWN_LEADER,
    Duty.COUNTY_REVIEWER,
)
REPORTERS = (*HANDLERS, *sorted(set(FIELD_DUTIES) - set(HANDLERS)))
CHANGE_READERS = (*HANDLERS, Duty.TOWN_DECIDER, Duty.COUNTY_LEADER, Duty.AUDITOR)
# what an officer or the clock may state, never a family about itself
NOT_BY_FAMILY = frozenset(
    {
        ChangeReason.JOB_REFUSED,
        ChangeReason.STANDARD,
        ChangeReason.RECHECK,
        ChangeReason.FRAUD,
        ChangeReason.GRADUAL_EXIT,
    }
)
OF_A_PERSON = frozenset(
    {
        ChangeReason.DEATH,
        ChangeReason.MOVED_OUT,
        ChangeReason.PRISON,
        ChangeReason.RELEASE,
        ChangeReason.MISSING,
        ChangeReason.JOB_REFUSED,
    }
)


def check_can_see_change(by: Officer, change: Change, on: date) -> None:
    """Raises Hidden: that a family elsewhere is on aid is nobody's business."""
    reaches = by.duty in (*CHANGE_READERS, *REPORTERS) and covers(by, change.award.place, on)
    if not reaches:
        raise Hidden("change.none", _("没有找到这条变化。"))


def check_can_report(by: Officer, award: Award, on: date) -> None:
    if not holds(by, REPORTERS, award.place, on):
        raise Hidden("award.none", _("没有找到这份救助。"))
    check_not_ended(award)


def check_own_award(by: Citizen, award: Award, on: date) -> None:
    """An adult of the household whom an officer has seen once."""
    person = person_of(by.user_id)
    if by.level < 1:
        raise Forbidden("identity.level", _("请先带身份证到村（社区）核对一次。"))
    if person is None or not belongs(person, award.household, on, adult=True):
        raise Hidden("award.none", _("没有找到这份救助。"))


def check_can_tell(by: Citizen, award: Award, on: date, *, reason: str = "") -> None:
    """The family says what changed; it is never asked to prove it."""
    check_own_award(by, award, on)
    check_not_ended(award)
    if reason and reason in NOT_BY_FAMILY:
        raise Refusal("change.reason", _("请选择家里发生了什么变化。"), field="reason")


def check_can_handle(by: Officer, change: Change, on: date) -> None:
    """Confirm, state facts, compute, ask the family, close."""
    if not holds(by, HANDLERS, change.award.place, on):
        raise Forbidden("change.duty", _("变化由本地乡镇（街道）和县级岗位办理。"))
    check_not_kin(by, change.award.household, on)
    check_undecided(change)


def check_undecided(change: Change) -> None:
    if change.state in (ChangeState.APPLIED, ChangeState.CLOSED):
        raise Refusal("change.closed", _("这条变化已经办结。"))
    if changes.decision_on(change) is not None:
        raise Refusal("change.proposed", _("已经拟定，等待确认。要改，请先由确认的人退回。"))


def check_can_confirm(
    by: Officer, change: Change, on: date, *, event_on: date | None, person: object | None
) -> None:
    check_can_handle(by, change, on)
    if event_on is None:
        raise Refusal("change.day", _("请填写是哪天发生的。"), field="event_on")
    if change.reason in OF_A_PERSON and person is None and change.person_id is None:
        raise Refusal("change.person", _("请选择是家里哪一个人。"), field="person")


def check_can_take_in(
    by: Officer, change: Change, on: date, *, joined_on: date | None = None
) -> None:
    """A confirmed birth, marriage or coming: somebody joins the household."""
    _check_members_change(by, change, on, change.reason in rules.JOINING)
    if joined_on is not None and joined_on > on:
        raise Refusal("change.day", _("日期不能晚于今天。"), field="joined_on")


def check_can_let_go(by: Officer, change: Change, on: date, *, left_on: date | None = None) -> None:
    """A confirmed marriage or divorce: somebody leaves the household."""
    _check_members_change(by, change, on, change.reason in rules.LEAVING)
    if left_on is not None and left_on > on:
        raise Refusal("change.day", _("日期不能晚于今天。"), field="left_on")


def _check_members_change(by: Officer, change: Change, on: date, fits: bool) -> None:
    check_can_handle(by, change, on)
    if change.confirmed_at is None:
        raise Refusal("change.unconfirmed", _("还没有核实。先核实是不是真的、哪天发生的。"))
    if not fits:
        raise Refusal("change.no_members", _("这种变化不在这里登记家庭成员。"))


def check_can_assess_change(by: Officer, change: Change, on: date) -> None:
    check_can_handle(by, change, on)
    if change.confirmed_at is None:
        raise Refusal("change.unconfirmed", _("还没有核实。先核实是不是真的、哪天发生的，再测算。"))
    if not members(change.award.household, on):
        raise Refusal("change.nobody", _("家里已经没有成员，不用测算，可以直接拟定终止。"))


def check_can_propose_change(by: Officer, change: Change, on: date, *, outcome: str = "") -> None:
    """What is proposed is what was computed, or a hold; decisions checks duty and hearing."""
    check_undecided(change)
    if change.confirmed_at is None:
        raise Refusal("change.unconfirmed", _("还没有核实。先核实是不是真的、哪天发生的，再测算。"))
    if outcome and outcome not in changes.outcomes_of(change, on):
        word = str(Outcome(outcome).label) if outcome in Outcome.values else outcome
        raise Refusal(
            "change.outcome",
            _("测算的结果不是“%(outcome)s”。要改，请先补充核实再测算。") % {"outcome": word},
            field="outcome",
        )


def check_asked(change: Change) -> None:
    if change.asked_at is None:
        raise Refusal("change.not_asked", _("现在还不用写意见。"))
    check_undecided(change)
