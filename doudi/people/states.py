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
    HOUSEHOLD_BOOK = "household_book", _("户口簿")
    BIRTH = "birth", _("出生医学证明")
    PASSPORT = "passport", _("护照")
    PERMIT = "permit", _("港澳台居民居住证或通行证")
    FOREIGN = "foreign", _("外国人永久居留身份证")
    TEMPORARY = "temporary", _("临时身份证或派出所证明")
    OTHER = "other", _("其他证件")


# One number, one human being; books and slips are shared or unnumbered.
OWN_NUMBER = frozenset(
    {
        DocumentKind.IDENTITY_CARD,
        DocumentKind.BIRTH,
        DocumentKind.PASSPORT,
        DocumentKind.PERMIT,
        DocumentKind.FOREIGN,
    }
)


class SigningChannel(TextChoices):
    OWN_PHONE = "own_phone", _("本人手机")
    THIS_PHONE = "this_phone", _("申请人手机")
    COUNTER = "counter", _("窗口")


class RepresentationKind(TextChoices):
    GUARDIAN = "guardian", _("监护人")
    PROXY = "proxy", _("受委托人")
    HELPER = "helper", _("帮办人")
    OFFICE = "office", _("由单位代为申请")


class ExcuseGround(TextChoices):
    """Why an adult does not sign the letter."""

    MISSING = "missing", _("下落不明")
    VIOLENCE = "violence", _("有家庭暴力，不宜接触")
    PRISON = "prison", _("在监狱或看守所")
    INCAPABLE = "incapable", _("不能表达意愿，也没有监护人")
    OTHER = "other", _("其他原因")


class TellingWay(TextChoices):
    """How somebody wants to be told."""

    MESSAGE = "message", _("短信和手机")
    CALL = "call", _("打电话")
    IN_PERSON = "in_person", _("上门当面说")
    HELPER = "helper", _("告诉帮办人")
    MAIL = "mail", _("寄信")


class Need(TextChoices):
    """What an officer should know before calling or going there."""

    DEAF = "deaf", _("听不清")
    BLIND = "blind", _("看不见")
    CANNOT_READ = "cannot_read", _("不识字")
    CANNOT_LEAVE = "cannot_leave", _("出不了门")
    SHARED_PHONE = "shared_phone", _("手机和别人共用")


# Whoever cannot take in a written message is told by a voice.
UNREADABLE = frozenset({Need.BLIND, Need.CANNOT_READ})
NOT_WRITTEN = frozenset({TellingWay.CALL, TellingWay.IN_PERSON, TellingWay.MAIL})


class InPersonOutcome(TextChoices):
    TOLD = "told", _("已当面告知")
    PHONED = "phoned", _("已电话告知")
    LEFT_NOTE = "left_note", _("没见到人，留了便条")


class KinRelation(TextChoices):
    """近亲属 (民法典 art. 1045)."""

    SPOUSE = "spouse", _("配偶")
    PARENT = "parent", _("父母")
    CHILD = "child", _("子女")
    SIBLING = "sibling", _("兄弟姐妹")
    GRANDPARENT = "grandparent", _("祖父母、外祖父母")
    GRANDCHILD = "grandchild", _("孙子女、外孙子女")


class KinReason(TextChoices):
    YEARLY = "yearly", _("年度申报")
    NEW_POST = "new_post", _("岗位变动")
    CORRECTION = "correction", _("补正")
