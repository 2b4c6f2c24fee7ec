"""Whom nobody else's signature may hold up, and whom nobody may find: each step on its page."""

import pytest

from demo.pictures import photograph
from doudi.common.identity import check_digit
from tests.journeys.screen import Cast, Screen
from tests.journeys.world import wait_for

pytestmark = pytest.mark.browser

VILLAGE = "甘溪港村委会"
CHILD, WIFE, HUSBAND = "晏小舟", "戴芝香", "贺小奎"
WIFE_PHONE, HUSBAND_PHONE = "13700030011", "13700030012"


def number(born: str, order: int) -> str:
    """An identity number of nobody, with a valid check digit."""
    first17 = f"430902{born}{order:03d}"
    return first17 + check_digit(first17)


# ── a child of fifteen, alone ───────────────────────────────────────────────────────────────────
def test_a_child_without_guardian_is_represented_by_the_office(cast: Cast) -> None:
    the_counter_asks_for_the_child(cast)
    the_village_agrees(cast, CHILD)
    the_town_accepts_the_child(cast)


def the_counter_asks_for_the_child(cast: Cast) -> None:
    """The ground is written down; without it, or by the village, no office asks for anybody."""
    counter = cast.officer("shouli").follow("窗口代填申请").follow("替别人代办一份")
    counter.pick("村或社区", f"长春镇 {VILLAGE}").press("下一步")
    counter.pick("由谁代办", "单位代为申请（没有监护人的）")
    fill_name(counter, CHILD)
    counter.fill("身份证号码", number("20110603", 31)).tick("农村（农业）户口")
    counter.press("下一步").reads("请写明为什么由单位代为申请。")
    counter.fill("为什么由单位代为申请", "父母双亡，没有其他监护人（民法典第三十二条）")
    counter.attach("委托书、监护证明的照片", "paper.jpg", photograph(21), "image/jpeg")
    counter.press("下一步").pick("在上学吗", "小学、初中").pick("有残疾证吗", "没有")
    counter.pick("身体有病吗", "没有").press("下一步")
    counter.reads(CHILD, "15 岁").follow("下一步", exact=True)
    counter.follow("写完了，下一步").follow("现在不填，下一步")
    counter.hides("在这部手机上签", "还没签", "用本人的手机签").follow("下一步", exact=True)
    counter.hides("还没有签授权书的").press("提交申请").reads("申请已经提交")
    counter.follow("打开这份申请").reads("由", "代办", "单位").hides("待签授权书").close()


def fill_name(screen: Screen, name: str) -> None:
    """The field 姓名 itself, not 代办人的姓名."""
    screen.page.get_by_label("姓名", exact=True).first.fill(name)


def the_village_agrees(cast: Cast, name: str) -> None:
    village = cast.officer("cunwei").follow("村级初审").open_row(name, "初审")
    village.tick("情况属实").fill("说明", "村里都知道。")
    village.press("提交初审").reads("转到乡镇（街道）受理").close()


def the_town_accepts_the_child(cast: Cast) -> None:
    """The representation stands for the letter: the check may begin at once."""
    town = cast.officer("shouli").follow("待受理").open_row(CHILD, "受理")
    town.hides("签核对授权书", "未签授权书").press("受理，出具通知书").reads("已受理", "SL430902-")
    town.hides("待签授权书").press("发起经济状况核对").reads("未查询").close()


# ── violence at home ────────────────────────────────────────────────────────────────────────────
def test_a_violent_husband_sees_nothing(cast: Cast) -> None:
    case = the_wife_applies(cast)
    the_village_records_the_husbands_phone(cast)
    husband = known(cast.citizen(HUSBAND_PHONE), HUSBAND).reads("最低生活保障")
    the_town_excuses_him(cast)
    the_village_agrees(cast, WIFE)
    the_case_goes_on(cast)
    he_finds_nothing(husband, case)
    he_finds_nothing(cast.citizen(HUSBAND_PHONE), case)
    the_wife_sees_hers(cast)


def the_wife_applies(cast: Cast) -> str:
    """She signs; he has not signed, and she hands it in all the same."""
    wife = cast.citizen(WIFE_PHONE).follow("我要申请")
    wife.pick("地方", "益阳市 资阳区").press("下一步")
    wife.pick("乡镇或街道", "长春镇").press("下一步")
    wife.pick("村或社区", VILLAGE).press("下一步")
    fill_name(wife, WIFE)
    wife.fill("身份证号码", number("19840217", 44)).tick("农村（农业）户口").press("下一步")
    wife.pick("在上学吗", "不上学").pick("有残疾证吗", "没有").pick("身体有病吗", "没有")
    wife.press("下一步").follow("加一个人").fill("姓名", HUSBAND)
    wife.fill("身份证号码", number("19810912", 45)).pick("是您的什么人", "配偶")
    wife.pick("在上学吗", "不上学").pick("有残疾证吗", "没有").pick("身体有病吗", "没有")
    wife.press("保存").follow("下一步", exact=True).follow("写完了，下一步")
    wife.follow("现在不填，下一步").follow("在这部手机上签").draw().press("签好了")
    wife.follow("下一步", exact=True).reads("还没有签授权书的", HUSBAND)
    wife.press("提交申请").reads("申请已经提交").follow("看办理进度")
    case = str(wife.page.url)
    wife.close()
    return case


def the_village_records_the_husbands_phone(cast: Cast) -> None:
    """Before anybody speaks of violence: from then on his code makes him known."""
    town = found(cast.officer("shouli"), WIFE).follow("登记手机号码")
    town.pick("家庭成员", HUSBAND).fill("手机号码", HUSBAND_PHONE)
    town.press("登记").reads("本人用这个号码登录后").close()


def the_town_excuses_him(cast: Cast) -> None:
    town = found(cast.officer("shouli"), WIFE)
    town.follow("不能签").tick("有家庭暴力，不宜接触")
    town.fill("怎么知道的", "派出所出警记录，妇联电话核实。").press("登记").close()


def the_case_goes_on(cast: Cast) -> None:
    town = cast.officer("shouli").follow("待受理").open_row(WIFE, "受理")
    town.hides("还要补：签核对授权书").press("受理，出具通知书").reads("已受理", "不签名、不告知")
    town.press("发起经济状况核对").reads("未查询").close()


def found(officer: Screen, name: str) -> Screen:
    """The one case of this name, by the search field that every desk page has."""
    field = officer.page.get_by_role("searchbox", name="搜索")
    field.fill(name)
    with officer.page.expect_event("load"):
        field.press("Enter")
    return officer.examine().reads(name)


def known(phone: Screen, name: str) -> Screen:
    """A recorded number makes the person known a moment after the code was answered."""

    def greeted() -> bool:
        return f"{name}，您好" in phone.go("/").text()

    wait_for(greeted, f"{name} is known", 90)  # the worker looks each minute
    return phone


def he_finds_nothing(husband: Screen, *addresses: str) -> None:
    husband.go("/").hides("最低生活保障", "申请编号", "签到", WIFE)
    husband.follow("我的消息").hides("申请已", "决定", "公示", "救助金")
    for address in addresses:
        answer = husband.page.context.request.get(address)
        assert answer.status == 404, f"{address}: {answer.status}"
        assert WIFE not in answer.text()
    husband.go("/").follow("我的信息").hides(WIFE, "申请编号", "SQ430902-").close()


def the_wife_sees_hers(cast: Cast) -> None:
    wife = cast.citizen(WIFE_PHONE).reads("最低生活保障", "已经受理")
    wife.follow("我的消息").reads("申请已受理").close()
