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
