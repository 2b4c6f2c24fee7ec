from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Recommendation(TextChoices):
    GRANT = "grant", _("建议纳入")
    REFUSE = "refuse", _("建议不予纳入")


class PostingKind(TextChoices):
    BEFORE = "before", _("审核公示")
    AFTER = "after", _("确认公布")


class Outcome(TextChoices):
    """The first two are of a request, the others of a matter of an award."""

    GRANTED = "granted", _("纳入")
    REFUSED = "refused", _("不予纳入")
    RAISED = "raised", _("调增")
    REDUCED = "reduced", _("调减")
    UNCHANGED = "unchanged", _("不变")
    SUSPENDED = "suspended", _("暂缓发放")
    RESUMED = "resumed", _("恢复发放")
    ENDED = "ended", _("终止")
    RECOVERED = "recovered", _("追回")


# less or nothing: only after the person was heard (社会救助法 art. 48)
LESS = frozenset({Outcome.REDUCED, Outcome.SUSPENDED, Outcome.ENDED, Outcome.RECOVERED})


class HearingWay(TextChoices):
    IN_PERSON = "in_person", _("当面听取")
    PHONE = "phone", _("电话听取")
    WRITING = "writing", _("书面意见")
    IN_APP = "in_app", _("手机填写")
    NOT_REACHED = "not_reached", _("没有联系上")


class ObjectionRoute(TextChoices):
    INVESTIGATE = "investigate", _("重新调查")
    APPRAISE = "appraise", _("民主评议")


class RemovalGround(TextChoices):
    """Why a family no longer stands on a sheet that hangs."""

    OBJECTION = "objection", _("异议有实质内容，重新核实")
    WITHDRAWN = "withdrawn", _("已撤回申请")
    DEATH = "death", _("家庭成员去世")
    CHANGED = "changed", _("内容有变，重新公示")


class ComplaintWay(TextChoices):
    """How a complaint or a wish for review came in."""

    PHONE = "phone", _("电话")
    COUNTER = "counter", _("当面")
    LETTER = "letter", _("信件")
    PORTAL = "portal", _("手机")


class ReviewOutcome(TextChoices):
    UPHELD = "upheld", _("维持原决定")
    ANNULLED = "annulled", _("撤销，重新办理")


class Resolution(TextChoices):
    """What a case conference recommends; the decision stays a named person's."""

    GRANT = "grant", _("建议纳入")
    REFUSE = "refuse", _("建议不予纳入")
    LOOK_AGAIN = "look_again", _("补充调查后再议")


class BatchKind(TextChoices):
    """What may be done to a list of requests at once."""

    OPINION = "opinion", _("批量拟定意见")
    POSTING = "posting", _("批量制作公示")
    PROPOSAL = "proposal", _("批量复核")
    DECISION = "decision", _("批量确认")


class RowState(TextChoices):
    WAITING = "waiting", _("等待")
    DONE = "done", _("已办")
    REFUSED = "refused", _("没有办成")


class Service(TextChoices):
    """How a letter reached the person; terms run from that day."""

    HANDED_OVER = "handed_over", _("当面送达")
    MAILED = "mailed", _("邮寄送达")
    IN_APP = "in_app", _("手机阅读")
