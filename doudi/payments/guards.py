"""Who drafts may not approve; who changed an account in a run may not approve it either."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import covers, has_power
from doudi.accounts.states import Act, Duty
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.payments.models import Run
from doudi.payments.states import MOVES
from doudi.people.models import PayeeAccount


def check_can_draft(by: Officer, *, programme: str, place: str, on: date) -> None:
    _check_duty(by, Duty.FINANCE_DRAFTER)
    _check_power(by, programme, place, on)


def check_can_approve(by: Officer, run: Run, on: date) -> None:
    _check_duty(by, Duty.FINANCE_APPROVER)
    _check_power(by, run.programme, run.place.code, on)
    check_move(run, "approve")
    if by.user_id == run.drafted_user_id:
        raise Refusal("run.four_eyes", _("这一批是您编制的，要由另一个人审批。"))
    if _changed_an_account(by, run):
        raise Refusal(
            "run.account_four_eyes", _("这一批中有您更改过的收款账户，要由另一个人审批。")
        )


def check_can_send(by: Officer, run: Run, on: date) -> None:
    check_handles(by, run, on)
    check_move(run, "send")


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


def _changed_an_account(by: Officer, run: Run) -> bool:
    return PayeeAccount.objects.filter(
        entered_post__user_id=by.user_id, pk__in=run.lines.values("account_id")
    ).exists()
