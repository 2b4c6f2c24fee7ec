"""Who drafts may not approve; who changed an account in a run may not approve it either."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from doudi.accounts.models import Place
from doudi.accounts.queries import covers, has_power, holds
from doudi.accounts.states import Act, Duty
from doudi.common.actors import Citizen, Officer
from doudi.common.refusals import Forbidden, Hidden, Refusal
from doudi.payments.models import Line, MayAsk, Raise, RaiseItem, RecoveryClaim, Run
from doudi.payments.queries.findings import held_for_kin, kin_lines, unanswered
from doudi.payments.queries.raises import kin_items, moved_on
from doudi.payments.queries.runs import silent_until
from doudi.payments.states import (
    CLAIM_MOVES,
    MOVES,
    RAISE_MOVES,
    ItemState,
    LineState,
    RaiseState,
    RunState,
)
from doudi.people.models import Household, PayeeAccount
from doudi.people.queries import belongs, person_of
from doudi.people.queries.kin import check_not_kin

PAYERS = (Duty.FINANCE_DRAFTER, Duty.FINANCE_APPROVER)
# who changes and confirms accounts: those who meet the family (people.guards)
ACCOUNT_DUTIES = (Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR, Duty.TOWN_INVESTIGATOR)
BOOK_READERS = (
    *ACCOUNT_DUTIES, Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER, Duty.AUDITOR,
)  # fmt: skip
# who hears the family about a claim, and who proposes and decides on it
CLAIM_HEARERS = (
    *ACCOUNT_DUTIES, Duty.TOWN_LEADER, Duty.COUNTY_REVIEWER, Duty.GRID_WORKER, Duty.COORDINATOR,
)  # fmt: skip
CLAIM_PROPOSERS = (Duty.COUNTY_REVIEWER, Duty.TOWN_LEADER)
CLAIM_READERS = (
    *PAYERS, *CLAIM_HEARERS, Duty.COUNTY_LEADER, Duty.TOWN_DECIDER, Duty.AUDITOR,
)  # fmt: skip

# who lists what a raised standard owes, who approves the list, who reads it, and who helps the
# families that would have to ask
RAISERS, RAISE_APPROVERS = (Duty.COUNTY_REVIEWER,), (Duty.COUNTY_LEADER,)
RAISE_READERS = (*RAISERS, *RAISE_APPROVERS, *PAYERS, Duty.AUDITOR)
ASK_HELPERS = (Duty.VILLAGE_INTAKE, Duty.TOWN_ACCEPTOR, Duty.GRID_WORKER)
MOST_LINES = 50_000


def check_can_draft(by: Officer, *, programme: str, place: str, on: date) -> None:
    _check_duty(by, Duty.FINANCE_DRAFTER)
    _check_power(by, programme, place, on)


def check_can_approve(by: Officer, run: Run, on: date) -> None:
    _check_duty(by, Duty.FINANCE_APPROVER)
    _check_power(by, run.programme, run.place.code, on)
    check_move(run, "approve")
    if by.user_id == run.drafted_user_id:
        raise Refusal("run.four_eyes", _("这一批是您编制的，要由另一个人审批。"))
    if _changed_an_account(by, run.lines.values("account_id")):
        raise Refusal(
            "run.account_four_eyes", _("这一批中有您更改或核对过的收款账户，要由另一个人审批。")
        )
    _check_not_all_kin(by, run, on)
    waiting = unanswered(run).count()
    if waiting:
        raise Refusal(
            "run.findings",
            _("还有 %(count)d 个问题没有处理：请逐笔暂存，或者核对无误后照发。")
            % {"count": waiting},
        )


def check_can_make_file(by: Officer, run: Run, on: date) -> None:
    check_handles(by, run, on)
    check_move(run, "make_file")


def check_can_send(by: Officer, run: Run, on: date) -> None:
    check_handles(by, run, on)
    check_move(run, "send")


def check_can_take_back(by: Officer, run: Run, on: date) -> None:
    """Who says that the bank never got the file is not who made it."""
    _check_duty(by, Duty.FINANCE_APPROVER)
    _check_power(by, run.programme, run.place.code, on)
    check_move(run, "take_back")
    if by.user_id == run.drafted_user_id:
        raise Refusal("run.four_eyes", _("这一批是您编制的，要由另一个人核实。"))


def check_can_answer(by: Officer, run: Run, on: date) -> None:
    """Findings are answered by the payments posts there, before the approval."""
    check_pays(by, run, on)
    if run.state != RunState.DRAFT:
        raise Refusal("run.state", _("这一批已经审批，不能再改。"))


def check_can_answer_line(by: Officer, line: Line, on: date) -> None:
    check_can_answer(by, line.run, on)
    check_not_kin(by, line.award.household, on)


def check_may_pass(by: Officer, run: Run, on: date) -> None:
    """Who may approve the lines that another approver left to him as own kin's."""
    _check_duty(by, Duty.FINANCE_APPROVER)
    _check_power(by, run.programme, run.place.code, on)
    if by.user_id == run.drafted_user_id:
        raise Refusal("run.four_eyes", _("这一批是您编制的，要由另一个人审批。"))
    if run.state != RunState.APPROVED:
        raise Refusal(
            "run.state", _("审批之后、生成银行文件之前才能核准。已经生成的，办结后列入下一批。")
        )


def check_can_pass(by: Officer, line: Line, on: date) -> None:
    """Another approver, no relative, who changed or confirmed no account of the line."""
    check_may_pass(by, line.run, on)
    check_not_kin(by, line.award.household, on)
    if not Line.objects.filter(held_for_kin(), pk=line.pk, state=LineState.SET_ASIDE).exists():
        raise Refusal("line.not_kin", _("这一笔不是因为近亲属回避留下的，或者已经核准。"))
    if _changed_an_account(by, [line.account_id]):
        raise Refusal(
            "run.account_four_eyes", _("这一笔的收款账户是您更改或核对的，要由另一个人审批。")
        )


def check_can_clear(by: Officer, line: Line, on: date) -> None:
    check_pays(by, line.run, on)
    check_not_kin(by, line.award.household, on)
    if line.state != LineState.SET_ASIDE or not line.items.filter(open=True).exists():
        raise Refusal("line.not_aside", _("这一笔没有暂存，或者已经办结。"))


def check_can_answer_silent(by: Officer, line: Line, on: date) -> None:
    """An approver other than who drafted and who sent the run, once the bank's time is over."""
    run = line.run
    _check_duty(by, Duty.FINANCE_APPROVER)
    _check_power(by, run.programme, run.place.code, on)
    check_not_kin(by, line.award.household, on)
    if line.state != LineState.IN_TRANSIT or run.sent_at is None or run.sent_by is None:
        raise Refusal("line.not_in_transit", _("这一笔没有在等银行的结果。"))
    if by.user_id in {run.drafted_user_id, run.sent_by.user_id}:
        raise Refusal("run.four_eyes", _("这一批是您编制或送出的，要由另一个人查证。"))
    due = silent_until(run, on)
    if on <= due:
        raise Refusal(
            "line.bank_has_time",
            _("银行的结果等到 %(due)s，过后才能人工登记。") % {"due": due.isoformat()},
        )


def check_pays(by: Officer, run: Run, on: date) -> None:
    """A payments post, drafting or approving, of the office that pays there."""
    if by.duty not in {Duty.FINANCE_DRAFTER, Duty.FINANCE_APPROVER}:
        raise Forbidden("run.duty", _("这一步由发放岗位办理。"))
    _check_power(by, run.programme, run.place.code, on)


def check_can_settle(by: Officer, run: Run, on: date) -> None:
    check_handles(by, run, on)
    check_move(run, "settle")


def check_can_cancel(by: Officer, run: Run, on: date) -> None:
    check_handles(by, run, on)
    check_move(run, "cancel")


def check_handles(by: Officer, run: Run, on: date) -> None:
    """The drafting post of the office that pays there."""
    _check_duty(by, Duty.FINANCE_DRAFTER)
    _check_power(by, run.programme, run.place.code, on)


def check_can_read(by: Officer, run: Run, on: date) -> None:
    if by.duty not in {Duty.FINANCE_DRAFTER, Duty.FINANCE_APPROVER, Duty.AUDITOR}:
        raise Forbidden("run.duty", _("发放批次只有发放岗位和审计岗位可以查看。"))
    if not covers(by, run.place, on):
        raise Forbidden("run.place", _("您的单位不负责这个地方的发放。"))


def check_move(run: Run, verb: str) -> None:
    if verb not in MOVES[run.state]:
        raise Refusal(
            "run.state",
            _("这一批现在是“%(state)s”，不能这样办理。") % {"state": run.get_state_display()},
        )


def _check_duty(by: Officer, duty: str) -> None:
    if by.duty != duty:
        raise Forbidden(
            "run.duty",
            _("这一步由%(duty)s岗位办理。") % {"duty": Duty(duty).label},
        )


def _check_power(by: Officer, programme: str, place: str, on: date) -> None:
    if not has_power(by, Act.PAY, programme, place, on):
        raise Forbidden("run.place", _("您的单位不负责这个地方的发放。"))


def _check_not_all_kin(by: Officer, run: Run, on: date) -> None:
    """Own kin's lines stay behind for another approver; without them something must be left."""
    own = len(kin_lines(by, run, on))
    if own and run.lines.filter(state=LineState.READY).count() == own:
        raise Forbidden(
            "kin.own",
            _(
                "这一批待发的都是您备案的近亲属，请交给另一位审批人；"
                "只有一位的，请安全管理员给另一个人开通审批岗位。"
            ),
        )


def _changed_an_account(by: Officer, accounts: Any) -> bool:
    mine = Q(entered_post__user_id=by.user_id) | Q(confirmed_post__user_id=by.user_id)
    return PayeeAccount.objects.filter(mine, pk__in=accounts).exists()


def check_can_handle_claim(by: Officer, claim: RecoveryClaim, verb: str, on: date) -> None:
    """The payments posts of the office that pays there, while the claim allows it."""
    if by.duty not in {Duty.FINANCE_DRAFTER, Duty.FINANCE_APPROVER}:
        raise Forbidden("claim.duty", _("追回由发放岗位办理。"))
    _check_power(by, claim.award.programme, claim.award.place.code, on)
    check_not_kin(by, claim.award.household, on)
    if verb not in CLAIM_MOVES[claim.state]:
        raise Refusal(
            "claim.state",
            _("这一笔现在是“%(state)s”，不能这样办理。") % {"state": claim.get_state_display()},
        )


def check_can_read_claim(by: Officer, claim: RecoveryClaim, on: date) -> None:
    if by.duty not in CLAIM_READERS:
        raise Forbidden("claim.duty", _("您的岗位不办理追回。"))
    if not covers(by, claim.award.place, on):
        raise Forbidden("claim.place", _("您的单位不负责这个地方的发放。"))


def check_can_see_account(by: Officer, household: Household, on: date) -> None:
    """Those who meet the family see and change the ending of its account."""
    if not holds(by, ACCOUNT_DUTIES, household.place, on):
        raise Forbidden("account.place", _("这一家不归您的岗位办理，不能登记收款账户。"))


def check_own_account(by: Citizen, household: Household, on: date) -> None:
    """A grown member whom an officer has seen."""
    person = person_of(by.user_id) if by.level >= 1 else None
    if person is None or not belongs(person, household, on, adult=True):
        raise Hidden("account.hidden", _("没有找到这一家。"))


def check_can_raise(by: Officer, place: Place, on: date) -> None:
    """The district's reviewer lists, computes again and takes back."""
    if not holds(by, RAISERS, place, on):
        raise Forbidden("raise.duty", _("提标补发清单由本地县级复核岗位生成。"))


def check_can_change_raise(by: Officer, found: Raise, verb: str, on: date) -> None:
    check_can_raise(by, found.place, on)
    _check_raise_move(found, verb)


def check_can_approve_raise(by: Officer, found: Raise, on: date) -> None:
    """Another person than the drafter, over a list that still says what would be paid."""
    _check_approves_raises(by, found, on)
    _check_raise_move(found, "approve")
    more = found.items.filter(state=ItemState.MORE)
    if more.exists() and len(kin_items(by, found, on)) == more.count():
        raise Forbidden("kin.own", _("清单上都是您备案的近亲属，请交给另一位审批人。"))
    if moved_on(found):
        raise Refusal(
            "raise.moved_on", _("清单生成以后又编制过发放批次或者办过变更，请重新计算后再审批。")
        )


def check_can_pass_item(by: Officer, item: RaiseItem, on: date) -> None:
    """What the approver left as own kin's is approved by another approver, no relative."""
    _check_approves_raises(by, item.of, on)
    check_not_kin(by, item.award.household, on)
    if item.state != ItemState.KIN or item.of.state not in (RaiseState.APPROVED, RaiseState.DONE):
        raise Refusal("raise.not_kin", _("这一户不是因为近亲属回避留下的，或者已经核准。"))


def _check_approves_raises(by: Officer, found: Raise, on: date) -> None:
    if not holds(by, RAISE_APPROVERS, found.place, on):
        raise Forbidden("raise.duty", _("提标补发清单由本地县级审批岗位审批。"))
    if by.user_id == found.drafted_user_id:
        raise Refusal("raise.four_eyes", _("这份清单是您生成的，要由另一个人审批。"))


def _check_raise_move(found: Raise, verb: str) -> None:
    if verb not in RAISE_MOVES[found.state]:
        raise Refusal(
            "raise.state",
            _("这份清单现在是“%(state)s”，不能这样办理。") % {"state": found.get_state_display()},
        )


def check_can_read_raise(by: Officer, found: Raise, on: date) -> None:
    if not holds(by, RAISE_READERS, found.place, on):
        raise Hidden("raise.none", _("没有找到这次提标。"))


def check_can_export_raise(by: Officer, found: Raise, on: date, *, purpose: str, rows: int) -> None:
    """Reading duties, with a purpose, and so many lines at most."""
    check_can_read_raise(by, found, on)
    if not purpose.strip():
        raise Refusal("raise.purpose", _("请写明导出的用途，会记入留痕。"), field="purpose")
    if rows > MOST_LINES:
        raise Refusal("raise.too_many", _("一次最多导出 %(most)d 行。") % {"most": MOST_LINES})


def check_can_help_ask(by: Officer, one: MayAsk, on: date) -> None:
    if not holds(by, ASK_HELPERS, one.household.place, on):
        raise Hidden("ask.none", _("没有找到这一家。"))
    if one.told_at is None or one.closed_at is not None:
        raise Refusal("ask.closed", _("这一家已经有人登记过，请刷新页面再看。"))
