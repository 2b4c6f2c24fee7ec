from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    """MADE: the file exists, and nobody has noted that the bank has it."""

    DRAFT = "draft", _("待审批")
    APPROVED = "approved", _("已审批")
    MADE = "made", _("文件已生成，待送银行")
    SENT = "sent", _("已送银行")
    SETTLED = "settled", _("已结清")
    CANCELLED = "cancelled", _("已作废")


MOVES: dict[str, dict[str, str]] = {
    RunState.DRAFT: {"approve": RunState.APPROVED, "cancel": RunState.CANCELLED},
    RunState.APPROVED: {"make_file": RunState.MADE, "cancel": RunState.CANCELLED},
    RunState.MADE: {
        "send": RunState.SENT,
        "settle": RunState.SETTLED,
        "take_back": RunState.CANCELLED,
    },
    RunState.SENT: {"settle": RunState.SETTLED},
    RunState.SETTLED: {},
    RunState.CANCELLED: {},
}


class LineState(TextChoices):
    """IN_DOUBT: perhaps the bank has it; paid in no other run until somebody says."""

    SET_ASIDE = "set_aside", _("暂存")
    READY = "ready", _("待发")
    IN_DOUBT = "in_doubt", _("待确认是否送达")
    IN_TRANSIT = "in_transit", _("银行处理中")
    PAID = "paid", _("已到账")
    RETURNED = "returned", _("退回")
    CANCELLED = "cancelled", _("已作废")


class FindingKind(TextChoices):
    """Why a line is looked at before the run is approved. A late recheck is no such reason."""

    NO_ACCOUNT = "no_account", _("没有收款账户")
    UNCONFIRMED = "unconfirmed", _("新账户还没有第二人核对")
    SUPERSEDED = "superseded", _("编制后账户变更")
    SHARED = "shared", _("一个账户收几户的钱，没有代领协议")
    NOT_MEMBER = "not_member", _("户名不是家庭成员，没有代领协议")
    NO_NAME = "no_name", _("户名为空，或登记账户后改过姓名")
    DEAD = "dead", _("账户本人已去世")
    EXCLUDED = "excluded", _("同一人享受两项不能同时享受的待遇")
    STOPPED = "stopped", _("待遇已暂缓或终止")
    KIN = "kin", _("审批人回避近亲属，等另一位审批人核准")


# no person can call these right: there is nothing to pay to
CANNOT_PAY = frozenset({FindingKind.NO_ACCOUNT, FindingKind.UNCONFIRMED, FindingKind.SUPERSEDED})


class FindingAnswer(TextChoices):
    SET_ASIDE = "set_aside", _("暂存")
    RIGHT = "right", _("核对无误，照发")


class EntryReason(TextChoices):
    """Why an entry stands in the ledger."""

    MONTHLY = "monthly", _("当月")
    LATE = "late", _("迟到的月份")
    BACK_PAY = "back_pay", _("补发")
    CORRECTED = "corrected", _("未发部分更正")
    RECOVERED = "recovered", _("决定追回")
    OVERPAID = "overpaid", _("晚知道的变化，决定追回")
    SET_OFF = "set_off", _("书面同意抵扣")


# entries of a decided claim: no line carries them
ASKED_BACK = frozenset({EntryReason.RECOVERED, EntryReason.OVERPAID})


class ClaimState(TextChoices):
    PROPOSED = "proposed", _("待处理")
    DECIDED = "decided", _("已决定追回")
    REPAID = "repaid", _("已还清")
    WAIVED = "waived", _("不追回")


CLAIM_MOVES: dict[str, dict[str, str]] = {
    ClaimState.PROPOSED: {"decide": ClaimState.DECIDED, "waive": ClaimState.WAIVED},
    ClaimState.DECIDED: {"repay": ClaimState.REPAID},
    ClaimState.REPAID: {},
    ClaimState.WAIVED: {},
}


class RepaymentWay(TextChoices):
    FAMILY = "family", _("家庭归还")
    SET_OFF = "set_off", _("从以后月份抵扣")


class RaiseState(TextChoices):
    """DRAFT: being computed. APPROVED: being carried out, award by award."""

    DRAFT = "draft", _("正在计算")
    READY = "ready", _("待审批")
    APPROVED = "approved", _("正在入账")
    DONE = "done", _("已办结")
    CANCELLED = "cancelled", _("已作废")


RAISE_MOVES: dict[str, dict[str, str]] = {
    RaiseState.DRAFT: {"compute": RaiseState.READY, "cancel": RaiseState.CANCELLED},
    RaiseState.READY: {
        "approve": RaiseState.APPROVED,
        "redo": RaiseState.DRAFT,
        "cancel": RaiseState.CANCELLED,
    },
    RaiseState.APPROVED: {"finish": RaiseState.DONE},
    RaiseState.DONE: {},
    RaiseState.CANCELLED: {},
}


class ItemState(TextChoices):
    """What becomes of one award in a raise.

    PERSON: the machine found no more, or cannot compute; a person looks. KIN: the approver's own
    kin, another approves. STALE: the award changed since; it stays as it was.
    """

    WAITING = "waiting", _("等待计算")
    SAME = "same", _("没有变化")
    MORE = "more", _("调增")
    PERSON = "person", _("请人工核实")
    KIN = "kin", _("近亲属，等另一位审批人")
    STALE = "stale", _("列入后有变化，没有入账")
    APPLIED = "applied", _("已入账")
    DROPPED = "dropped", _("已作废")


class AskOutcome(TextChoices):
    """How helping a family to ask ended."""

    ASKED = "asked", _("已帮助提出申请")
    DECLINED = "declined", _("本人不申请")
    GONE = "gone", _("已搬走或联系不上")
