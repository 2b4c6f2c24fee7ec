from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Recommendation(TextChoices):
    GRANT = "grant", _("建议纳入")
    REFUSE = "refuse", _("建议不予纳入")


class PostingKind(TextChoices):
    BEFORE = "before", _("审核公示")
    AFTER = "after", _("确认公布")


class Outcome(TextChoices):
    GRANTED = "granted", _("纳入")
    REFUSED = "refused", _("不予纳入")


class Service(TextChoices):
    """How a letter reached the person; terms run from that day."""

    HANDED_OVER = "handed_over", _("当面送达")
    MAILED = "mailed", _("邮寄送达")
    IN_APP = "in_app", _("手机阅读")
