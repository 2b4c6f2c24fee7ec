"""What offices and a family do on the way from an opinion to a letter, for several journeys."""

from demo.pictures import photograph
from tests.journeys.screen import Cast, Screen

Family = dict[str, str]


def hang(cast: Cast) -> Screen:
    village = cast.officer("cunwei").follow("公示中").open_row("待张贴")
    village.fill("张贴在哪里", "村务公开栏")
    village.attach("张贴后的照片", "board.jpg", photograph(9), "image/jpeg")
    return village.press("记录张贴").reads("公示中")


def the_sheet_hangs_and_comes_down(cast: Cast, family: Family) -> None:
    sheet = hang(cast)
    address = sheet.page.url
    sheet.close()
    cast.world.move_clock("+8d")
    village = cast.officer("cunwei").go(address).reads(family["name"])
    village.attach("撤下后公开栏的照片", "empty.jpg", photograph(11), "image/jpeg")
    village.press("已撤下").reads("已撤下").close()


def the_district_grants(cast: Cast, family: Family) -> None:
    reviewer = cast.officer("fuhe").follow("待复核").open_row(family["name"])
    form = reviewer.page.locator("form").filter(has_text="拟定结果")
    reviewer.tick("纳入").fill("理由", "同意乡镇（街道）审核意见。", within=form)
    reviewer.press("提出决定").reads("已拟定，待确认").close()
    decider = cast.officer("queren").follow("待确认").open_row(family["name"])
    decider.press("确认决定").reads("纳入，自 2026-", "待送达").close()


def the_letter_is_read(cast: Cast, family: Family, *words: str) -> None:
    phone = cast.citizen(family["phone"]).follow("最低生活保障 ·").follow("看决定书")
    phone.reads(family["name"], *words)
    phone.page.get_by_role("checkbox").first.check()
    phone.press("我已看过").reads("送达").close()


def the_leader_recommends(cast: Cast, family: Family) -> None:
    leader = cast.officer("shenhe").follow("拟定意见").open_row(family["name"])
    leader.press("按现有核实结果测算").reads("符合")
    leader.tick("建议纳入").fill("理由", "重新核对后，家庭人均收入低于标准。").press("提出意见")
    leader.reads("建议纳入").follow("待公示").tick(f"选择 {family['name']}").press("制作公示")
    leader.reads(family["name"], "待张贴").close()
