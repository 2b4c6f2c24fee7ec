from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    DRAFT = "draft", _("待审批")
    APPROVED = "approved", _("已审批")
    SENT = "sent", _("已送银行")
    SETTLED = "settled", _("已结清")
    CANCELLED = "cancelled", _("已作废")


MOVES: dict[str, dict[str, str]] = {
    RunState.DRAFT: {"approve": RunState.APPROVED, "cancel": RunState.CANCELLED},
    RunState.APPROVED: {"send": RunState.SENT, "cancel": RunState.CANCELLED},
    RunState.SENT: {"settle": RunState.SETTLED},
    RunState.SETTLED: {},
    RunState.CANCELLED: {},
}


class LineState(TextChoices):
    SET_ASIDE = "set_aside", _("暂存，缺账户")
    READY = "ready", _("待发")
    IN_TRANSIT = "in_transit", _("银行处理中")
    PAID = "paid", _("已到账")
    RETURNED = "returned", _("退回")
    CANCELLED = "cancelled", _("已作废")
