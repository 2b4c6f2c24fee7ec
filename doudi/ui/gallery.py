"""Made-up content for the gallery: every component in every state."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from doudi.common.refusals import Refusal
from doudi.ui.lines import CriterionRow, Entry, SheetLine, steps
from doudi.ui.nav import NavGroup, NavItem

DAY = date(2026, 11, 18)
MOMENT = datetime(2026, 11, 18, 7, 0, tzinfo=UTC)
REFUSAL = Refusal("posting.open", "公示还有 3 天，11 月 21 日期满后才能决定。")

NAV = [
    NavGroup(
        "我的待办",
        [
            NavItem("入户核实", "/ui/gallery/", 7, hot=True),
            NavItem("拟定意见", "/ui/gallery/tray/", 4),
            NavItem("公示中", "/ui/gallery/household/", 12),
            NavItem("预警走访", "#warnings", 3, hot=True),
            NavItem("复核到期", "#rechecks", 1_300),
        ],
    ),
    NavGroup("查阅", [NavItem("家庭档案", "#households"), NavItem("政策库", "#policies")]),
    NavGroup("统计", [NavItem("本月报表", "#reports"), NavItem("备用金", "#reserve")]),
]
TABS = [
    NavGroup(
        "",
        [
            NavItem("今天的走访", "/ui/gallery/field/", 2, hot=True),
            NavItem("全部", "#all", 9),
            NavItem("我", "#me"),
        ],
    )
]

SHEET = [
    SheetLine(
        "① 全年可计入收入",
        1_548_000,
        "务工工资 14,400 + 养老金 2,520 − 必要就业成本 1,440 · 人社 10-31、本人申报",
    ),
    SheetLine(
        "② 刚性支出扣减", -981_240, "个人自负医疗费 10,312.40 − 医疗救助 500.00 · 医保 11-18"
    ),
    SheetLine("③ 月收入合计（① − ②）÷ 12", 47_230),
    SheetLine("④ 保障标准 418.00 × 3 人", 125_400),
    SheetLine("每月补差 ④ − ③", 78_200, "按户进位到元", total=True),
]
PARTS = [
    SheetLine("基本补差", 78_200),
    SheetLine("重度残疾增发", 8_360, "标准的 20%"),
    SheetLine("每月合计", 86_560, total=True),
]
CRITERIA = [
    CriterionRow("人均收入低于标准", "157.43 元/月", "< 418.00", "met", "社会救助法 第十八条"),
    CriterionRow(
        "金融资产", "6,240.00 元，不全", "≤ 30,096.00", "unknown", "", "银行 2 家已回复，1 家未回复"
    ),
    CriterionRow("机动车", "1 辆", "0 辆", "not_met", "", "公安交管 11-12（过期 6 天）"),
    CriterionRow("共同生活成员", "3 人", "", None, "", "1 人在校（本科），计入"),
]
STEPS = ["提交", "受理", "核对", "入户核实", "公示", "决定"]
TIMELINE = [
    Entry("提交", "ok", date(2026, 11, 3), "本人 · 手机"),
    Entry("受理", "ok", date(2026, 11, 3), "金花坪社区", "容缺 1 项，11-20 前补"),
    Entry("核对", "ok", date(2026, 11, 15), "资阳区核对中心"),
    Entry("入户核实", "wait", DAY, "陈*、李*"),
    Entry("意见 → 公示 7 天 → 区级决定", "idle"),
]
STATES = [
    ("已发放", "ok"),
    ("待核实", "wait"),
    ("车辆 1 辆", "bad"),
    ("无需核对", "idle"),
    ("近亲属备案", "info"),
]
TRAY = [
    ("刘桂英", 3, "金花坪社区", "最低生活保障", "手机申请", "2 项待核实", "wait", 0),
    ("周全", 1, "鹅羊池社区", "特困人员供养", "网格员代办", "一致", "ok", 2),
    ("曾水生", 4, "金花坪社区", "低保边缘家庭", "预警：因病致贫", "车辆 1 辆", "bad", 2),
    ("郭敏", 2, "人民路社区", "最低生活保障", "窗口", "银行未回复", "idle", 4),
    ("夏春明", 5, "文昌阁社区", "临时救助", "手机申请", "无需核对", "idle", -2),
]
# As Django's messages arrive: after something was done, refused, or has to be known.
TOLD = [
    Message(constants.SUCCESS, "已保存。"),
    Message(constants.INFO, "资料已经收到。"),
    Message(constants.WARNING, "明天到期。"),
    Message(constants.ERROR, "没有保存：公示还没有期满。"),
]
HOMES = [("farm", "农业户口"), ("town", "非农业户口"), ("none", "还没有户口")]
VILLAGES = [("1", "金花坪社区"), ("2", "人民路社区")]
INCOMES = [("wage", "打工工资"), ("pension", "养老金"), ("land", "种地、养殖")]


class GalleryForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="姓名", help_text="与身份证上一样。")
    income = forms.DecimalField(label="每月工资", widget=forms.TextInput({"inputmode": "decimal"}))
    village = forms.ChoiceField(
        label="村（社区）", choices=[("1", "金花坪社区"), ("2", "人民路社区")]
    )
    register = forms.ChoiceField(label="户口", choices=HOMES, widget=forms.RadioSelect)
    sources = forms.MultipleChoiceField(
        label="家里有哪些收入",
        help_text="有几样选几样。",
        choices=INCOMES,
        widget=forms.CheckboxSelectMultiple,
    )
    moved_on = forms.DateField(
        label="搬来的日子", required=False, widget=forms.DateInput({"type": "date"})
    )
    photo = forms.FileField(label="房屋照片", required=False)
    story = forms.CharField(label="家里的困难", required=False, widget=forms.Textarea({"rows": 3}))
    agree = forms.BooleanField(label="我已读过授权书，同意核对")


def gallery_context() -> dict[str, Any]:
    """All that the gallery's pages show."""
    wrong = GalleryForm({"name": "刘桂英", "income": "一千", "village": "1"}, auto_id="wrong_%s")
    pages = Paginator(range(1_234), 50)
    return {
        "nav": NAV,
        "tabs": TABS,
        "nav_place": "资阳区",
        "nav_person": "陈* · 大码头街道经办",
        "search_url": "/ui/gallery/",
        "place_name": "资阳区",
        "place_url": "#place",
        "refusal": REFUSAL,
        "day": DAY,
        "moment": MOMENT,
        "sheet_lines": SHEET,
        "parts": PARTS,
        "broken": [*PARTS[:2], SheetLine("每月合计", 86_000, total=True)],
        "criteria_rows": CRITERIA,
        "step_list": steps(STEPS, 3),
        "none_done": steps(STEPS, 0),
        "all_done": steps(STEPS, len(STEPS)),
        "timeline_entries": TIMELINE,
        "state_list": STATES,
        "tray": TRAY,
        "messages": TOLD,
        "form": GalleryForm(auto_id="fresh_%s"),
        "wrong_form": wrong,
        "first_page": pages.page(1),
        "middle_page": pages.page(7),
        "last_page": pages.page(pages.num_pages),
        "only_page": Paginator(range(7), 50).page(1),
    }
