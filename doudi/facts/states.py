"""Where a fact comes from and why a value may be missing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unknown(TextChoices):
    """Unknown is never zero: the cause says why there is no value."""

    NOT_ASKED = "not_asked", _("未询问")
    NOT_ANSWERED = "not_answered", _("未回复")
    LATE = "late", _("逾期")
    FAILED = "failed", _("查询失败")
    REFUSED = "refused", _("拒绝提供")


class SourceKind(TextChoices):
    DECLARED = "declared", _("本人申报")
    VISIT = "visit", _("入户核实")
    BY_HAND = "by_hand", _("人工核对")
    DEPARTMENT = "department", _("部门数据")
