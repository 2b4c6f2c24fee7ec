"""How sure a value is, and the period it was published for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    CONFIRMED = "confirmed", _("已确认")
    MIRROR = "read in a mirror", _("见于转载")
    ASSUMED = "assumed", _("推定")


class Period(TextChoices):
    NONE = "", _("无")
    MONTH = "month", _("每月")
    YEAR = "year", _("每年")


class DocumentKind(TextChoices):
    LAW = "law", _("法律")
    REGULATION = "regulation", _("行政法规")
    NOTICE = "notice", _("国家文件")
    LOCAL = "local", _("地方文件")
