"""Against a sheet: a neighbour's objection that the village appraises. Every step is on its real
page; the past of the family is staged."""

import pytest

from demo.pictures import photograph
from tests.journeys.screen import PHONE, Cast
from tests.journeys.steps import (
    Family,
    hang,
    the_district_grants,
    the_leader_recommends,
    the_letter_is_read,
    the_sheet_hangs_and_comes_down,
)

pytestmark = pytest.mark.browser

OBJECTION = "他家儿子在镇上开店，常寄钱回来"


def test_an_objection_is_appraised_and_the_family_granted(cast: Cast) -> None:
    family = cast.world.stage("opinion")
    the_leader_makes_a_sheet(cast, family)
    sheet = hang(cast)
    printed = sheet.link("打印公示").removesuffix("poster/").removeprefix("/desk/decisions")
    sheet.close()
    a_neighbour_objects(cast, f"/postings{printed}", family)
    the_leader_finds_substance(cast)
    cast.window(PHONE).go(f"/postings{printed}").hides(masked(family)).close()
    the_village_holds_the_appraisal(cast)
    the_leader_recommends(cast, family)
    the_objector_is_told(cast)
    the_sheet_hangs_and_comes_down(cast, family)
    the_district_grants(cast, family)
    the_letter_is_read(cast, family, "已经批准")


def masked(family: Family) -> str:
    name = family["name"]
    return f"{name[0]}*{name[2:]}"


def the_leader_makes_a_sheet(cast: Cast, family: Family) -> None:
    leader = cast.officer("shenhe").follow("待公示").tick(f"选择 {family['name']}")
    leader.press("制作公示").reads(family["name"], "待张贴").close()


def a_neighbour_objects(cast: Cast, path: str, family: Family) -> None:
    """Behind the code on the board; nobody signs in."""
    anyone = cast.window(PHONE).go(path).reads(masked(family), "我有不同意见")
    choice = anyone.page.get_by_label("对哪一户有不同意见")
    choice.select_option(label=f"1 号 {masked(family)}")
    anyone.fill("哪里不对", OBJECTION).fill("姓名", "汤建平").fill("怎么联系", "13900008801")
    anyone.press("提交").reads("已经收到").hides(OBJECTION).close()


def the_leader_finds_substance(cast: Cast) -> None:
    leader = cast.officer("shenhe").follow("异议").open_row(OBJECTION).reads("实名，已加密保存")
    leader.hides("汤建平").tick("有实质内容，重新核实").fill("理由", "说得具体，应当由群众评议。")
    leader.pick("怎么重新核实", "民主评议").press("确定")
    leader.reads("有实质内容", "这户已从公示移出").close()
    village = cast.officer("cunwei").follow("公示中").open_row("公示中")
    village.reads("已移出").press("纸上已划去").reads("纸上已划去").close()


def the_village_holds_the_appraisal(cast: Cast) -> None:
    town = cast.officer("shenhe").follow("异议").open_row(OBJECTION)
    town.fill("地点", "村委会会议室").fill("参加人数", "15").fill("其中村（居）民代表", "11")
    town.fill("同意纳入的人数", "14").fill("不同意的人数", "1")
    town.fill("评议说了什么", "大家说儿子已经不在家里生活，没有寄钱回来。")
    town.attach("签名的评议记录照片", "minutes.jpg", photograph(31), "image/jpeg")
    town.press("记录评议").reads("15 人，其中代表 11 人").close()


def the_objector_is_told(cast: Cast) -> None:
    leader = cast.officer("shenhe").follow("异议").open_row(OBJECTION)
    leader.press("查看提出人（会留下记录）").reads("汤建平", "13900008801")
    leader.fill("答复", "已经开会评议并重新审核，结果将再次公示。").press("记录答复")
    leader.reads("已答复").close()
