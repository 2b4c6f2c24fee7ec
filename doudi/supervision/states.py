"""What becomes of work that a job does, and what a simulation runs over."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    WAITING = "waiting", _("正在计算")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有完成")


class Source(TextChoices):
    PUBLISHED = "published", _("本地测算数据（不含姓名和号码）")
    SYNTHETIC = "synthetic", _("合成城市（虚构家庭）")


MOVES = {
    State.WAITING: {"finish": State.DONE, "give_up": State.FAILED},
    State.DONE: {},
    State.FAILED: {},
}
