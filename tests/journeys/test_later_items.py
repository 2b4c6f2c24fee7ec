"""容缺: two papers are promised at acceptance. One comes from the phone in time; the other does
not come after its one extension, and a named officer goes on with what is known."""

import pytest

from demo.pictures import photograph
from tests.journeys.screen import Cast, Screen

pytestmark = pytest.mark.browser

KEPT, BROKEN = "医疗费用票据", "诊断证明"
Family = dict[str, str]


def test_one_promise_is_kept_and_the_other_closed(cast: Cast) -> None:
    family = cast.world.stage("submitted")
    the_village_takes_in(cast, family)
    code = the_town_accepts_without_two_papers(cast, family)
    the_family_promises_on_paper(cast, code)
    the_family_brings_one_from_its_phone(cast, family)
    cast.world.move_clock("+31d")
    the_town_extends_once(cast, family)
    cast.world.move_clock("+21d")
    an_officer_goes_on_with_what_is_known(cast, family)
    the_family_sees_how_it_stands(cast, family)


def the_village_takes_in(cast: Cast, family: Family) -> None:
    village = cast.officer("cunwei").follow("村级初审").open_row(family["name"], "初审")
    village.tick("情况属实").fill("说明", "老人常年看病，票据还在医院。").press("提交初审")
    village.reads("转到乡镇（街道）受理").close()


def the_town_accepts_without_two_papers(cast: Cast, family: Family) -> str:
    """All that is missing is named at once; the promise is printed with a code."""
    town = cast.officer("shouli").follow("待受理").open_row(family["name"], "受理")
    town.follow("还缺材料：一次告知，可以后补").reads("由部门提供")
    town.tick(KEPT).tick(BROKEN).press("一次告知").reads("还没签承诺书", KEPT, BROKEN)
    town.follow("返回这份申请").follow("受理", exact=True).press("受理，出具通知书")
    town.reads("已受理", "SL430902-").follow("纸质表", exact=True)
    sheet = town.page.get_by_role("button", name="告知承诺书")
    value = sheet.get_attribute("value")
    assert value == "promise"
    with town.page.expect_request(lambda sent: sent.url.endswith("/print/")):
        sheet.click()
    town.page.wait_for_timeout(300)
    town.close()
    return printed_code(cast, family)


def printed_code(cast: Cast, family: Family) -> str:
    """What stands on the printed sheet, as the list of sheets shows it."""
    town = cast.officer("shouli").go(f"/desk/cases/{family['case']}/").follow("纸质表", exact=True)
    code = town.row("告知承诺书").get_by_role("cell").nth(1).inner_text().strip()
    town.close()
    return str(code)


def the_family_promises_on_paper(cast: Cast, code: str) -> None:
    village = cast.officer("cunwei").follow("拍照上传纸质表").fill("纸上的编码", code)
    village.press("下一步").reads("告知承诺书", "您是见证人")
    village.attach("拍照或选文件", "promise.jpg", photograph(21), "image/jpeg").press("上传")
    village.reads("已经归入这份申请").close()


def the_family_brings_one_from_its_phone(cast: Cast, family: Family) -> None:
    """Without having shown a card: whoever holds the phone may bring a paper."""
    phone = cast.citizen(family["phone"]).follow("最低生活保障 ·")
    later(phone).reads(KEPT, BROKEN, "已签")
    card = phone.page.locator("section.dd-card").filter(has_text=KEPT).first
    phone.follow("拍照上传", within=card).reads(KEPT)
    phone.attach("拍照或选文件", "bill.jpg", photograph(22), "image/jpeg").press("上传")
    phone.reads("收到了", "已收到", "等家庭交").close()


def later(phone: Screen) -> Screen:
    return phone.reads("有材料可以晚几天交").follow("看后补的材料")


def the_town_extends_once(cast: Cast, family: Family) -> None:
    town = cast.officer("shouli").follow("后补材料到期").open_row(family["name"])
    town.reads("已收到", "已到期").follow("延长", within=town.row(BROKEN))
    town.fill("理由", "医院还没有出诊断证明。").press("延长").reads("已延长一次", "等家庭交")
    assert town.row(BROKEN).get_by_role("link", name="延长").count() == 0
    assert town.row(BROKEN).get_by_role("link", name="不再等").count() == 0
    town.reads("过了最晚那天还没交的，才能不再等。").close()


def an_officer_goes_on_with_what_is_known(cast: Cast, family: Family) -> None:
    town = cast.officer("shouli").follow("后补材料到期").open_row(family["name"])
    town.follow("不再等", within=town.row(BROKEN)).reads("由您说明理由")
    town.fill("理由", "两次到期都没有交来，按入户和核对查明的情况办理。").press("不再等")
    town.reads("按已查明的情况决定", "按入户和核对查明").follow("返回这份申请")
    town.reads("已受理").press("发起经济状况核对").close()


def the_family_sees_how_it_stands(cast: Cast, family: Family) -> None:
    phone = cast.citizen(family["phone"]).follow("最低生活保障 ·")
    later(phone).reads("已收到", "按已查明的情况决定")
    assert phone.page.get_by_role("link", name="拍照上传").count() == 0
    phone.close()
