from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    ACTIVE = "active", _("在享")
    SUSPENDED = "suspended", _("暂缓发放")
    ENDED = "ended", _("已终止")


MOVES: dict[str, dict[str, str]] = {
    State.ACTIVE: {"suspend": State.SUSPENDED, "end": State.ENDED},
    State.SUSPENDED: {"resume": State.ACTIVE, "end": State.ENDED},
    State.ENDED: {},
}


class ComponentKind(TextChoices):
    """What the money is for; NONE is a status without money, still an award."""

    BASE = "base", _("基本保障金")
    EXTRA = "extra", _("分类施保")
    CARE = "care", _("照料护理")
    ONE_OFF = "one_off", _("一次性")
    NONE = "none", _("仅身份")
