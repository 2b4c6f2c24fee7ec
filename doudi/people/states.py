"""Closed lists about persons and who lives together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relation(TextChoices):
    """To the applicant (after GB/T 4761)."""

    SELF = "self", _("本人")
    SPOUSE = "spouse", _("配偶")
    CHILD = "child", _("子女")
    PARENT = "parent", _("父母")
    PARENT_IN_LAW = "parent_in_law", _("公婆或岳父母")
    CHILD_IN_LAW = "child_in_law", _("儿媳或女婿")
    GRANDCHILD = "grandchild", _("孙子女或外孙子女")
    GRANDPARENT = "grandparent", _("祖父母或外祖父母")
    SIBLING = "sibling", _("兄弟姐妹")
    OTHER = "other", _("其他")


class Standing(TextChoices):
    """A membership as the family says it, or as an officer found it."""

    DECLARED = "declared", _("申报")
    CONFIRMED = "confirmed", _("核实")


class DocumentKind(TextChoices):
    IDENTITY_CARD = "identity_card", _("居民身份证")
    OTHER = "other", _("其他证件")


class SigningChannel(TextChoices):
    OWN_PHONE = "own_phone", _("本人手机")
    THIS_PHONE = "this_phone", _("申请人手机")
    COUNTER = "counter", _("窗口")
