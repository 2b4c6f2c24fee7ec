"""The states of an application; opinion, posting and decision are nouns of their own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("已提交")
    TAKEN_IN = "taken_in", _("村（社区）已初审")
    ACCEPTED = "accepted", _("已受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    CLOSED = "closed", _("已办结")


# from → verb → to; the diagram in docs/reference is generated from this table
MOVES: dict[str, dict[str, str]] = {
    State.DRAFT: {"submit": State.SUBMITTED, "withdraw": State.WITHDRAWN},
    State.SUBMITTED: {
        "take_in": State.TAKEN_IN,
        "accept": State.ACCEPTED,
        "withdraw": State.WITHDRAWN,
    },
    State.TAKEN_IN: {"accept": State.ACCEPTED, "withdraw": State.WITHDRAWN},
    State.ACCEPTED: {"close": State.CLOSED, "withdraw": State.WITHDRAWN},
    State.WITHDRAWN: {},
    State.CLOSED: {},
}


class Channel(TextChoices):
    PHONE = "phone", _("手机")
    COUNTER = "counter", _("窗口")
    GRID = "grid", _("网格员代办")


class MemberGround(TextChoices):
    """Why a member is counted or left out (民发〔2021〕57号 art. 7)."""

    SELF = "self", _("申请人")
    SPOUSE = "spouse", _("配偶")
    MINOR_CHILD = "minor_child", _("未成年子女")
    DEPENDENT_CHILD = "dependent_child", _("不能独立生活的成年子女")
    LIVES_TOGETHER = "lives_together", _("长期共同居住且有赡养、扶养、抚养义务")
    OUT_CLERIC = "out_cleric", _("脱离家庭独立生活满三年的宗教教职人员")
    OUT_PRISON = "out_prison", _("在监狱服刑")
    OUT_DETOX = "out_detox", _("强制隔离戒毒")
    OUT_MISSING = "out_missing", _("宣告失踪")
    OUT_CONSCRIPT = "out_conscript", _("现役义务兵")
    OUT_APART = "out_apart", _("不在一起生活，不是法定计入成员")
    UNKNOWN = "unknown", _("待核实")
