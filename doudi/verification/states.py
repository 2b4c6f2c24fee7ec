from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AnswerState(TextChoices):
    """What one source said. Only ANSWERED and NO_RECORD of a full register are knowledge."""

    ASKED = "asked", _("已发函")
    ANSWERED = "answered", _("已回复")
    NO_RECORD = "no_record", _("无记录")
    NOT_ANSWERED = "not_answered", _("未回复")
    FAILED = "failed", _("查询失败")
