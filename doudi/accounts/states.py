"""Levels, duties, acts: the closed lists that posts, powers and flows are made of."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    DISTRICT = "district", _("县（市、区）")
    TOWN = "town", _("乡镇（街道）")
    VILLAGE = "village", _("村（社区）")


class UserKind(TextChoices):
    OFFICER = "officer", _("工作人员")
    CITIZEN = "citizen", _("群众")


class LevelGround(TextChoices):
    """What makes a citizen known: identity level 1 rests on one of these."""

    OFFICER_SAW_CARD = "officer_saw_card", _("工作人员核对过身份证")
    GOVERNMENT = "government", _("政务平台登录")
    RECORDED_NUMBER = "recorded_number", _("验证码发到单位此前登记的号码")


class Duty(TextChoices):
    """What a post is for. `FIELD_DUTIES` sign in with password and a code to the phone."""

    GRID_WORKER = "grid_worker", _("网格员")
    VILLAGE_INTAKE = "village_intake", _("村（社区）初审")
    TOWN_ACCEPTOR = "town_acceptor", _("乡镇（街道）受理")
    TOWN_INVESTIGATOR = "town_investigator", _("入户核实")
    COORDINATOR = "coordinator", _("社会救助协理员")
    SOCIAL_WORKER = "social_worker", _("社会工作者")
    TOWN_LEADER = "town_leader", _("乡镇（街道）审核")
    TOWN_DECIDER = "town_decider", _("乡镇（街道）确认")
    VERIFIER = "verifier", _("经济状况核对")
    COUNTY_REVIEWER = "county_reviewer", _("县级复核")
    COUNTY_LEADER = "county_leader", _("县级确认")
    FINANCE_DRAFTER = "finance_drafter", _("发放经办")
    FINANCE_APPROVER = "finance_approver", _("发放审批")
    HOTLINE = "hotline", _("热线")
    AUDITOR = "auditor", _("审计")
    SYSTEM_ADMIN = "system_admin", _("系统管理")
    SECURITY_ADMIN = "security_admin", _("安全管理")
    AUDIT_ADMIN = "audit_admin", _("审计管理")


FIELD_DUTIES = frozenset(
    {
        Duty.GRID_WORKER,
        Duty.VILLAGE_INTAKE,
        Duty.TOWN_INVESTIGATOR,
        Duty.COORDINATOR,
        Duty.SOCIAL_WORKER,
    }
)


class Act(TextChoices):
    """Acts of a procedure that an office needs a power for."""

    TAKE_IN = "take_in", _("村级初审")
    ACCEPT = "accept", _("受理")
    OPINION = "opinion", _("审核意见")
    DECIDE = "decide", _("确认")
    PAY = "pay", _("发放")
