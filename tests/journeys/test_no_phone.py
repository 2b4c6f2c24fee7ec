"""Somebody without a phone and without a number: paper, a counter, and people who come by."""

import re
import subprocess

import pytest

from demo.pictures import photograph
from tests.journeys.screen import Cast, Screen

pytestmark = pytest.mark.browser

OLD, MASKED = "滕老太", "滕*太"


def test_an_old_woman_applies_at_the_village_without_a_phone(cast: Cast) -> None:
    village = cast.officer("cunwei").follow("窗口代填申请").follow("在窗口代填一份")
    the_officer_fills_in(village)
    village.press("提交申请").reads("申请已经提交").follow("打开这份申请").reads("待签授权书")
    code = the_sheet_is_printed(cast, village)
    the_signed_sheet_comes_back(village, code)
    village.follow("村级初审").open_row(OLD, "初审").tick("情况属实")
    village.fill("说明", "老人一个人住，没有手机。").press("提交初审")
    town = cast.officer("shouli").follow("待受理").open_row(OLD, "受理")
    town.press("受理，出具通知书").reads("已受理", "上门当面说").hides("待签授权书").close()
    told(village, MASKED, "申请已受理")
    village.close()


def the_officer_fills_in(village: Screen) -> None:
    """No identity number: the household register says who she is."""
    village.pick("村或社区", "长春镇 甘溪港村委会").press("下一步")
    village.fill("姓名", OLD).tick("农村（农业）户口").fill("门牌或组号", "七组 3 号")
    village.page.get_by_text("没有身份证号码，点这里").click()
    village.fill("出生日期", "1944-03-02").pick("性别", "女")
    village.pick("别的证件", "户口簿").fill("那个证件的号码", "430902007003").press("下一步")
    village.pick("在上学吗", "不上学").pick("有残疾证吗", "没有").pick("身体有病吗", "没有")
    village.press("下一步").follow("下一步").follow("＋ 城乡居民").fill("多少钱", "123")
    village.press("保存").follow("写完了，下一步").follow("现在不填，下一步").follow("下一步")


def the_sheet_is_printed(cast: Cast, village: Screen) -> str:
    """She wants to be told in person; the letter of consent is printed. Gives the sheet's code."""
    case = str(village.page.url)
    village.follow("联系意愿").tick("上门当面说").press("登记").reads("上门当面说")
    village.go(case).follow("纸质表", within=village.page.locator("main"))
    with village.page.expect_response(lambda one: "/print/" in one.url) as answer:
        village.page.get_by_role("button", name=f"{OLD}的授权书").click()
    sheet = village.fetch(answer.value.url.removeprefix(cast.world.url))
    done = subprocess.run(["pdftotext", "-", "-"], input=sheet, capture_output=True, check=True)
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", done.stdout.decode())
    assert found, done.stdout.decode()
    return found.group()


def the_signed_sheet_comes_back(village: Screen, code: str) -> None:
    village.go("/desk/").follow("拍照上传纸质表").fill("纸上的编码", code).press("下一步")
    village.reads("核对授权书", OLD, "您是见证人")
    village.attach("拍照或选文件", "sheet.jpg", photograph(3), "image/jpeg").press("上传")
    village.reads("已经归入这份申请").go("/desk/")


def told(village: Screen, masked: str, title: str) -> None:
    """What the village said to her face, and when, is written down."""
    village.follow("当面告知").reads(masked, title, "上门当面说").open_row(masked)
    for box in (
        village.page.get_by_role("group", name="这次告知的事项").get_by_role("checkbox").all()
    ):
        box.check()
    village.tick("已当面告知").pick("告诉了谁", "本人").press("登记").reads("已登记")
    village.hides(masked)


def test_a_decision_is_told_in_person_and_handed_over(cast: Cast) -> None:
    family = cast.world.stage("to_propose")
    name = family["name"]
    village = cast.officer("cunwei")
    village.page.get_by_role("searchbox", name="搜索").fill(family["number"])
    with village.page.expect_event("load"):
        village.page.keyboard.press("Enter")
    village.examine().follow("联系意愿").pick("谁", name).tick("上门当面说").press("登记")
    before = len(cast.texts_to(family["phone"]))
    the_county_decides(cast, name)
    assert len(cast.texts_to(family["phone"])) == before, "who wants a visit gets no message"
    told(village, f"{name[0]}*{name[2:]}", "决定已作出")
    village.follow("待送达").open_row(name).tick("当面送达").draw("收件人签名")
    village.press("记录送达").reads("已送达").close()


def the_county_decides(cast: Cast, name: str) -> None:
    reviewer = cast.officer("fuhe").follow("待复核").open_row(name)
    form = reviewer.page.locator("form").filter(has_text="拟定结果")
    reviewer.tick("纳入").fill("理由", "同意审核意见。", within=form)
    reviewer.press("提出决定").reads("已拟定，待确认").close()
    decider = cast.officer("queren").follow("待确认").open_row(name)
    decider.press("确认决定").reads("待送达").close()
