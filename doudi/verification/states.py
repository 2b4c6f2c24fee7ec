from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AnswerState(TextChoices):
    """What one source said. Only ANSWERED and NO_RECORD of a full register are knowledge."""

    ASKED = "asked", _("已发函")
    ANSWERED = "answered", _("已回复")
    NO_RECORD = "no_record", _("无记录")
    NOT_ANSWERED = "not_answered", _("未回复")
    FAILED = "failed", _("查询失败")


class Conclusion(TextChoices):
    """A plain remark of the report. It decides nothing."""

    WITHIN = "within", _("已知部分未超标准")
    OVER = "over", _("已知部分超过标准")
    NEEDS_REVIEW = "needs_review", _("需要复核")


# Answers that end the waiting for a source, and the kind of pill each state is shown with.
FINAL = (
    AnswerState.ANSWERED,
    AnswerState.NO_RECORD,
    AnswerState.NOT_ANSWERED,
    AnswerState.FAILED,
)
PILLS = {
    AnswerState.ASKED: "wait",
    AnswerState.ANSWERED: "ok",
    AnswerState.NO_RECORD: "info",
    AnswerState.NOT_ANSWERED: "idle",
    AnswerState.FAILED: "bad",
}
