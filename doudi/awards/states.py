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


class ChangeReason(TextChoices):
    """Why an award may change (domain words of the monthly forms)."""

    BIRTH = "birth", _("家里添了人")
    MARRIAGE = "marriage", _("结婚")
    DIVORCE = "divorce", _("离婚")
    MOVED_IN = "moved_in", _("有人搬来同住")
    MOVED_OUT = "moved_out", _("有人搬走分开过")
    MOVE = "move", _("全家搬到别处")
    SCHOOL_END = "school_end", _("毕业或不再上学")
    EMPLOYMENT = "employment", _("有人找到工作")
    INCOME = "income", _("收入变了")
    PROPERTY = "property", _("财产变了")
    ILLNESS = "illness", _("有人生病")
    DISABILITY = "disability", _("残疾等级变了")
    DEATH = "death", _("有人去世")
    PRISON = "prison", _("有人服刑")
    RELEASE = "release", _("有人刑满回家")
    MISSING = "missing", _("有人下落不明")
    JOB_REFUSED = "job_refused", _("三次拒绝适合的工作")
    STANDARD = "standard", _("标准调整")
    RECHECK = "recheck", _("定期核查发现")
    CORRECTION = "correction", _("原来的数据有错")
    FRAUD = "fraud", _("隐瞒或虚报")
    OWN_REQUEST = "own_request", _("本人要求")
    GRADUAL_EXIT = "gradual_exit", _("渐退期")


class ChangeSource(TextChoices):
    FAMILY = "family", _("家庭自己报告")
    OFFICER = "officer", _("工作人员发现")
    LEAD = "lead", _("数据线索")
    SYSTEM = "system", _("按期产生")


class ChangeState(TextChoices):
    OPEN = "open", _("待核实")
    PROPOSED = "proposed", _("已拟定")
    APPLIED = "applied", _("已生效")
    CLOSED = "closed", _("不影响待遇")


CHANGE_MOVES: dict[str, dict[str, str]] = {
    ChangeState.OPEN: {"propose": ChangeState.PROPOSED, "close": ChangeState.CLOSED},
    ChangeState.PROPOSED: {"apply": ChangeState.APPLIED, "return": ChangeState.OPEN},
    ChangeState.APPLIED: {},
    ChangeState.CLOSED: {},
}


class JobAnswer(TextChoices):
    TAKEN = "taken", _("接受")
    REFUSED = "refused", _("拒绝")


class RecheckOutcome(TextChoices):
    UNCHANGED = "unchanged", _("没有明显变化，待遇不变")
    CHANGE = "change", _("有变化，另行办理")


class CheckInWay(TextChoices):
    """Ziyang's three ways, those through another, and proof from elsewhere."""

    SELF = "self", _("本人手机签到")
    GROUP = "group", _("集中签到")
    HOME = "home", _("上门签到")
    GUARDIAN = "guardian", _("监护人代签")
    HELPER = "helper", _("帮办人代签")
    PROOF = "proof", _("入户核实时见到本人")
