"""The states of an application; opinion, posting and decision are nouns of their own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("已提交")
    SENT_BACK = "sent_back", _("退回补正")
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
        "send_back": State.SENT_BACK,
        "withdraw": State.WITHDRAWN,
    },
    # nothing that was given back is lost: the town may still accept it as it is
    State.SENT_BACK: {
        "submit": State.SUBMITTED,
        "return": State.TAKEN_IN,
        "accept": State.ACCEPTED,
        "withdraw": State.WITHDRAWN,
    },
    State.TAKEN_IN: {
        "accept": State.ACCEPTED,
        "send_back": State.SENT_BACK,
        "withdraw": State.WITHDRAWN,
    },
    State.ACCEPTED: {"close": State.CLOSED, "withdraw": State.WITHDRAWN},
    State.WITHDRAWN: {},
    State.CLOSED: {"reopen": State.ACCEPTED},
}


class ClockKind(TextChoices):
    STOP = "stop", _("中止计时")
    RESUME = "resume", _("恢复计时")
    EXTEND = "extend", _("延长时限")


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
    OUT_OWN_AID = "out_own_aid", _("已单独享受特困供养或单人保")
    OUT_APART = "out_apart", _("不在一起生活，不是法定计入成员")
    UNKNOWN = "unknown", _("待核实")


class FirstSight(TextChoices):
    """What the village says; none of the three ends or stops anything."""

    AGREES = "agrees", _("情况属实")
    DOUBTS = "doubts", _("有疑问，请重点核实")
    CANNOT_SAY = "cannot_say", _("不了解情况")


class RemarkCode(TextChoices):
    """Remarkable, and let in all the same."""

    WRONG_CHECK_DIGIT = "wrong_check_digit", _("身份证号码校验位不符，请核对证件")
    NO_NUMBER = "no_number", _("没有填身份证号码")
    NAME_DIFFERS = "name_differs", _("姓名与已有记录不一致")
    MEMBER_ELSEWHERE = "member_elsewhere", _("已是另一户核实的成员")
    ALREADY_APPLYING = "already_applying", _("另有一份申请正在办理")
    ABOVE_LINE = "above_line", _("按申报数字，收入高于标准")
    UNSIGNED_ADULT = "unsigned_adult", _("还没有签核对授权书")
    NUMBER_TWICE = "number_twice", _("身份证号码和家里另一个人填的一样，请核对证件")
    ALREADY_RECEIVING = "already_receiving", _("已经在领救助金，请核对是否为同一事项")
    OTHER_PLACE = "other_place", _("在别的乡镇（街道）窗口收的申请（全城通办）")
    MOVED_AWAY = "moved_away", _("家庭说这个人不再一起生活，请核实")
    ON_BEHALF = "on_behalf", _("由别人代为申请，请核对代办手续")


# what the family itself is told of; the others are work for an officer
TOLD_TO_FAMILY = frozenset(
    {
        RemarkCode.WRONG_CHECK_DIGIT,
        RemarkCode.NAME_DIFFERS,
        RemarkCode.MEMBER_ELSEWHERE,
        RemarkCode.ALREADY_APPLYING,
        RemarkCode.ABOVE_LINE,
        RemarkCode.NUMBER_TWICE,
        RemarkCode.ALREADY_RECEIVING,
        RemarkCode.MOVED_AWAY,
    }
)


class SentTo(TextChoices):
    """Who puts it right."""

    VILLAGE = "village", _("村（社区）")
    FAMILY = "family", _("申请家庭")


class SendBackReason(TextChoices):
    """What is to be put right. A missing paper is none: it is named as an awaited item."""

    MEMBERS = "members", _("家庭成员填得不全或不清楚")
    IDENTITY = "identity", _("姓名、身份证号码要核对")
    INCOME = "income", _("收入没有填或填得不清楚")
    ASSETS = "assets", _("家当没有填或填得不清楚")
    ADDRESS = "address", _("住的地方不清楚")
    VIEW = "view", _("初审意见没有说明情况")
    OTHER = "other", _("其他（写在说明里）")


class KinReply(TextChoices):
    """Whether close relatives work for an office that handles aid (近亲属备案)."""

    YES = "yes", _("有")
    NO = "no", _("没有")
    UNSURE = "unsure", _("不清楚")


class WithdrawalWay(TextChoices):
    PAPER = "paper", _("本人签字的撤回单")
    WITNESS = "witness", _("本人当面说，另一名工作人员见证")


class PaperKind(TextChoices):
    FORM = "form", _("申请表")
    LETTER = "letter", _("核对授权书")
    PROMISE = "promise", _("告知承诺书")
    WITHDRAWAL = "withdrawal", _("撤回申请单")


class ItemKind(TextChoices):
    """What a family may say it lives on, owns or must pay; in the words of the page."""

    WAGE = "wage", _("打工、上班的工资")
    FARMING = "farming", _("种田、养殖")
    BUSINESS = "business", _("做生意、手艺")
    PENSION = "pension", _("退休金（职工养老金）")
    RESIDENT_PENSION = "resident_pension", _("城乡居民养老金")
    SUPPORT = "support", _("子女或亲属给的生活费")
    PROPERTY = "property", _("房租、利息、分红")
    OTHER = "other", _("其他收入")
    SAVINGS = "savings", _("存款、现金、理财")
    HOME = "home", _("房子")
    VEHICLE = "vehicle", _("车辆")
    MEDICAL = "medical", _("看病自己花的钱")
    SCHOOLING = "schooling", _("上学自己花的钱")


class Student(TextChoices):
    """Full-time schooling; the codes are those of `policies.rules.schema`."""

    NONE = "none", _("不上学")
    PRESCHOOL = "preschool", _("幼儿园")
    COMPULSORY = "compulsory", _("小学、初中")
    HIGH_SCHOOL = "high_school", _("高中")
    VOCATIONAL = "vocational", _("中专、技校")
    UNDERGRADUATE = "undergraduate", _("大专、本科")
    POSTGRADUATE = "postgraduate", _("研究生")


class Illness(TextChoices):
    NONE = "none", _("没有")
    CHRONIC = "chronic", _("有慢性病")
    MAJOR = "major", _("有大病")


class DisabilityKind(TextChoices):
    SIGHT = "sight", _("视力残疾")
    HEARING = "hearing", _("听力残疾")
    SPEECH = "speech", _("言语残疾")
    LIMB = "limb", _("肢体残疾")
    INTELLECTUAL = "intellectual", _("智力残疾")
    MENTAL = "mental", _("精神残疾")


class Registration(TextChoices):
    RURAL = "rural", _("农村（农业）户口")
    URBAN = "urban", _("城镇（非农业）户口")
    UNKNOWN = "unknown", _("不清楚")
