"""Who carries decisions over into the province's system."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.clock import day_of
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.guards.reach import check_duty
from doudi.decisions.models import CarryOver, Decision
from doudi.decisions.queries.carry import carry_of
from doudi.decisions.rules.carry import MOST_ROWS, Layout, layout_for
from doudi.people.queries.kin import check_not_kin

CARRIERS = (Duty.COUNTY_REVIEWER, Duty.TOWN_ACCEPTOR)


def check_can_carry(by: Officer, decision: Decision, on: date) -> Layout:
    """The layout of the place's system; only what is decided and stands is carried over."""
    if decision.request is None:
        raise Refusal("carry.matter", _("只转录申请的决定。"))
    check_duty(by, CARRIERS, decision.place, on)
    if decision.decided_at is None or decision.annulled_at is not None:
        raise Refusal("carry.not_decided", _("还没有确认，或已撤销，不用转录。"))
    found = layout_for(decision.place.code)
    if found is None:
        raise Refusal("carry.no_layout", _("这个地方没有规定转录的栏目。"))
    return found


def check_can_export(
    by: Officer, decisions: Sequence[Decision], on: date, *, purpose: str
) -> Layout:
    """All of one system, at most `MOST_ROWS`, with a purpose."""
    if not decisions:
        raise Refusal("carry.nobody", _("请至少勾选一户。"))
    if len(decisions) > MOST_ROWS:
        raise Refusal(
            "carry.too_many", _("一次最多导出 %(most)d 户，请分几次导出。") % {"most": MOST_ROWS}
        )
    if not purpose.strip():
        raise Refusal("carry.purpose", _("请写明导出的用途，会记入留痕。"), field="purpose")
    found = {check_can_carry(by, one, on) for one in decisions}
    if len(found) > 1:
        raise Refusal("carry.systems", _("勾选的决定要录入不同的系统，请分开导出。"))
    return found.pop()


def check_can_note_entered(
    by: Officer, decision: Decision, on: date, *, number: str, entered_on: date
) -> None:
    """A number noted wrongly is put right by another person."""
    check_can_carry(by, decision, on)
    check_not_kin(by, decision.household, on)
    if not number.isascii() or not number.strip():
        raise Refusal("carry.number", _("对方系统的编号由字母和数字组成，请核对。"), field="number")
    decided_on = day_of(decision.decided_at) if decision.decided_at else on
    if not decided_on <= entered_on <= on:
        raise Refusal(
            "carry.day", _("录入日期不能早于确认日期，也不能晚于今天。"), field="entered_on"
        )
    known: CarryOver | None = carry_of(decision)
    if known is not None and known.noted_by.user_id == by.user_id:
        raise Forbidden("carry.own", _("您登记过这个编号，要更正请由另一人办理。"))
