"""The choices of the self-assessment in plain words; the codes are those of the laws' input."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from doudi.applications.states import DisabilityKind, Illness, Registration, Student
from doudi.people.states import Relation

UNSURE = ("unknown", _("不清楚"))
Choices = list[tuple[Any, Any]]


def with_unsure(choices: Any) -> Choices:
    return [*choices, UNSURE]


YES_NO: Choices = [("yes", _("是")), ("no", _("不是")), UNSURE]
REGISTRATION: Choices = list(Registration.choices)
RELATIONS: Choices = [one for one in Relation.choices if one[0] != Relation.SELF]
SEX: Choices = with_unsure([("female", _("女")), ("male", _("男"))])
STUDENT: Choices = with_unsure(Student.choices)
DISABILITY: Choices = with_unsure([("none", _("没有残疾证")), *DisabilityKind.choices])
LEVEL: Choices = [
    ("", _("没有或者不清楚")),
    ("1", _("一级")), ("2", _("二级")), ("3", _("三级")), ("4", _("四级")),
]  # fmt: skip
ILLNESS: Choices = with_unsure(Illness.choices)
CARE: Choices = with_unsure(
    [("none", _("不需要")), ("short", _("需要，不到半年")), ("long", _("需要，半年以上"))]
)
HOLDS: Choices = [
    ("dibao", _("低保")),
    ("dibao_single", _("单人保")),
    ("tekun", _("特困供养")),
    ("edge", _("低保边缘家庭")),
    ("rigid", _("刚性支出困难家庭")),
    ("monitored", _("防止返贫监测户")),
]
WHERE: Choices = with_unsure(
    [
        ("home", _("一起生活（上学、打工也算）")),
        ("apart", _("分开过")),
        ("conscript", _("在当义务兵")),
        ("prison", _("在服刑")),
        ("compulsory_detox", _("在强制戒毒")),
        ("missing", _("法院宣告失踪")),
        ("cleric_3_years", _("出家三年以上")),
    ]
)
RECEIVES: Choices = with_unsure(
    [("none", _("没有")), ("tekun", _("特困供养")), ("dibao_single", _("单人保"))]
)
PARENT: Choices = with_unsure(
    [
        ("able", _("在，能照顾孩子")),
        ("dead", _("去世了")),
        ("missing", _("法院宣告失踪")),
        ("lost_contact", _("联系不上")),
        ("severe_disability", _("重度残疾")),
        ("major_illness", _("得了重病")),
        ("prison", _("在服刑")),
        ("compulsory_detox", _("在强制戒毒")),
        ("restricted", _("被限制人身自由")),
        ("custody_revoked", _("被撤销监护资格")),
        ("deported", _("被遣送出境")),
    ]
)
EMPLOYMENT: Choices = with_unsure(
    [
        ("employed", _("打工、上班")),
        ("farming", _("种田、养殖")),
        ("self_employed", _("做生意、手艺")),
        ("job_seeking", _("没工作，在找")),
        ("carer", _("在家照料病人、残疾人")),
        ("unable", _("干不了活")),
        ("retired", _("退休了")),
        ("none", _("没有工作")),
    ]
)
PENSION: Choices = with_unsure(
    [("basic_pension", _("城乡居民养老金")), ("pension", _("职工退休金"))]
)
VEHICLE: Choices = with_unsure(
    [
        ("none", _("没有")),
        ("electric_bicycle", _("电动自行车")),
        ("motorcycle", _("摩托车")),
        ("mobility_vehicle", _("残疾人代步车")),
        ("sole_livelihood_vehicle", _("全家靠它谋生的车")),
        ("car", _("小汽车、面包车")),
        ("truck", _("货车、三轮农用车")),
    ]
)
MACHINE: Choices = with_unsure(
    [("none", _("没有")), ("small_farm", _("小型农机")), ("harvester", _("大型农机、船"))]
)
FIRM: Choices = with_unsure(
    [
        ("none", _("没有")),
        ("dormant", _("有，早就不开了")),
        ("micro_no_employee", _("有，小的，没有雇人")),
        ("trading", _("有，在经营")),
    ]
)
ROOMS: Choices = with_unsure(
    [("none", _("没有")), ("only_home", _("有，家里只住这一处")), ("shop", _("有"))]
)
SUPPORTS: Choices = [
    ("child", _("子女")),
    ("parent", _("父亲或者母亲")),
    ("spouse", _("配偶")),
    ("sibling", _("兄弟姐妹")),
    ("grandchild", _("孙子女、外孙子女")),
    ("grandparent", _("祖父母、外祖父母")),
]
CONDITION: Choices = with_unsure(
    [
        ("able", _("能挣钱")),
        ("dibao", _("在领低保")),
        ("tekun", _("在领特困供养")),
        ("severe_disability", _("重度残疾")),
        ("mind_level_3", _("三级智力或者精神残疾")),
        ("no_capacity", _("没有行为能力")),
        ("missing", _("失踪了")),
        ("prison", _("在服刑")),
    ]
)
EVENT: Choices = with_unsure(
    [
        ("none", _("没有")),
        ("illness", _("得了重病")),
        ("accident", _("意外受伤")),
        ("traffic", _("交通事故")),
        ("fire", _("火灾")),
        ("disaster", _("自然灾害")),
        ("death", _("家人去世")),
        ("unemployment", _("丢了工作")),
        ("schooling", _("上学花钱多")),
        ("other", _("别的急事")),
    ]
)
AGO: Choices = [
    UNSURE,
    ("month", _("这一个月")),
    ("quarter", _("三个月以内")),
    ("half", _("半年以内")),
    ("year", _("一年以内")),
    ("before", _("更早")),
]
NEEDS: dict[str, Any] = {
    "needs.living_hard": _("眼下吃饭、看病的钱不够"),
    "needs.no_shelter": _("现在没有地方吃住"),
    "needs.kin_to_turn_to": _("有亲友可以投靠"),
    "needs.emergency_unpaid": _("有人急救，欠了医院的钱"),
    "needs.cannot_pay": _("急救的钱付不起"),
    "needs.new_fact": _("上次救助以后有新的情况"),
    "needs.disaster_hardship": _("受灾后吃饭、住处有困难"),
    "needs.house_destroyed": _("房子在灾里倒了或坏得很重"),
    "needs.unsafe_house": _("房子鉴定为危房了"),
    "needs.legal_help": _("要打官司或者请律师"),
    "needs.wages_or_injury": _("是要工资，或者要工伤赔偿"),
    "needs.device_or_access": _("要轮椅、助听器或改造家里"),
    "traits.admitted_university": _("有人今年考上大学"),
    "traits.child_aid_before_18": _("学生 18 岁前领过孤儿的钱"),
    "traits.cervical_or_breast_cancer": _("有人得了宫颈癌、乳腺癌"),
    "traits.leukaemia_or_heart": _("孩子有白血病或先天心脏病"),
    "traits.rehabilitation": _("医生说孩子要做康复"),
    "traits.lost_only_child": _("独生子女去世或者伤残了"),
    "traits.veteran": _("有人当过兵"),
    "traits.union_member": _("有人加入了工会"),
    "traits.wants_work": _("有人没工作、想找工作"),
    "traits.jobless_year": _("他没有工作满一年了"),
    "traits.work_injury_care": _("有人领工伤保险的护理费"),
    "traits.infectious": _("有人得了传染病"),
    "traits.in_junior_school": _("孩子上初中了"),
    "traits.long_term_medicine": _("有人要长期吃药"),
}

# screen → heading, and one sentence under it
HEADINGS: dict[str, tuple[Any, Any]] = {
    "place": (_("您家在哪里"), _("不用登录，不留记录。不清楚的都可以空着。")),
    "members": (_("谁和您一起生活"), _("不用写姓名。在外上学、打工的也算。")),
    "health": (_("身体怎么样"), _("一个人一个人地说。")),
    "situation": (_("是不是都在一起生活"), _("没有特别的情况，直接下一步。")),
    "work": (_("靠什么干活挣钱"), _("不清楚的空着，不会当成没有，也不会当成有。")),
    "money": (_("养老金和其他收入"), _("低保金、残疾人补贴等救助不用写。")),
    "asset": (_("存款、房子和车"), _("不清楚的空着。")),
    "expense": (_("过去一年的大开支"), _("没有写 0，不清楚就空着。")),
    "supporters": (_("分开住、该给您钱的亲人"), _("例如分了家的子女。没有就直接下一步。")),
    "event": (_("最近有没有急事"), _("没有就直接下一步。")),
    "needs": (_("有下面这些情况吗"), _("有的打勾。")),
}
