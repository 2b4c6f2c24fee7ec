"""What offices and a family do on the way from an opinion to a letter, for several journeys."""

import csv
import io

from demo.pictures import photograph
from tests.journeys.screen import Cast, Screen

Family = dict[str, str]
DISTRICT = "资阳区"


def hang(cast: Cast, by: str = "cunwei") -> Screen:
    village = cast.officer(by).follow("公示中").open_row("待张贴")
    village.fill("张贴在哪里", "村务公开栏")
    village.attach("张贴后的照片", "board.jpg", photograph(9), "image/jpeg")
    return village.press("记录张贴").reads("公示中")


def the_sheet_hangs_and_comes_down(cast: Cast, family: Family, by: str = "cunwei") -> None:
    sheet = hang(cast, by)
    address = sheet.page.url
    sheet.close()
    cast.world.move_clock("+8d")
    village = cast.officer(by).go(address).reads(family["name"])
    village.attach("撤下后公开栏的照片", "empty.jpg", photograph(11), "image/jpeg")
    village.press("已撤下").reads("已撤下").close()


def the_district_grants(cast: Cast, family: Family) -> None:
    reviewer = cast.officer("fuhe").follow("待复核").open_row(family["name"])
    form = reviewer.page.locator("form").filter(has_text="拟定结果")
    reviewer.tick("纳入").fill("理由", "同意乡镇（街道）审核意见。", within=form)
    reviewer.press("提出决定").reads("已拟定，待确认").close()
    decider = cast.officer("queren").follow("待确认").open_row(family["name"])
    decider.press("确认决定").reads("纳入，自 20", "待送达").close()


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


def record_visit(field: Screen, host: str, people: tuple[str, ...]) -> None:
    page = field.page
    field.fill("家里谁接待了你们", host).press("开始记录")
    for person in people:
        answer(field, "members", "当面核对了身份证", "是", person)
        answer(field, "members", "长期共同居住", "是", person)
    answer(field, "members", "申请用的手机号是申请人本人的", "是")
    field.press("保存这一部分", within=page.locator("#members"))
    field.pick("现住房屋", "自有").pick("房屋状况", "一般")
    answer(field, "home", "见到家里使用的汽车", "否")
    field.press("保存这一部分", within=page.locator("#home"))
    answer(field, "neighbours", "走访了邻居或村（社区）", "是")
    field.pick("实际情况与申报", "基本一致").fill("核实情况说明", "一起生活，情况和申报一致。")
    field.press("保存这一部分", within=page.locator("#neighbours"))
    field.attach("拍一张照片", "house.jpg", photograph(5), "image/jpeg").press("保存照片")
    for who in ("家庭成员签名", "第一核实人签名", "第二核实人签名"):
        field.draw(who).press("保存签名", within=page.locator("form").filter(has_text=who))
    field.press("完成入户核实").reads("已完成", "照片 1").close()


def answer(field: Screen, part: str, question: str, option: str, person: str = "") -> None:
    scope = field.page.locator(f"#{part}")
    if person:
        scope = scope.get_by_role("group", name=person, exact=True)
    scope.get_by_role("group", name=question).get_by_label(option, exact=True).check()


def a_run_at_the_bank(cast: Cast, month: str) -> Screen:
    """Drafted by one, approved by another; the file is made and handed over."""
    drafter = cast.officer("fafang").follow("资金发放")
    drafter.pick("发放月份", month).pick("发放地区", DISTRICT).press("编制发放批次")
    drafter.reads("待审批")
    run = drafter.page.url
    cast.officer("shenpi").follow("资金发放").open_row(month).press("审批通过").close()
    return drafter.go(run).press("生成银行文件").press("已送银行").reads("已登记：银行收到了文件")


def rows_sent(drafter: Screen) -> list[dict[str, str]]:
    content = drafter.fetch(drafter.link("下载银行文件（CSV）"), "text/csv")
    return list(csv.DictReader(io.StringIO(content.decode("gb18030"))))


def answer_of_the_bank(rows: list[dict[str, str]], day: str, failing: str = "") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("业务参考号", "金额（元）", "处理结果", "失败原因", "入账日期"))
    for row in rows:
        result = ("失败", "账户异常") if row["户名"] == failing else ("成功", "")
        writer.writerow((row["业务参考号"], row["金额（元）"], *result, day))
    return text.getvalue().encode("gb18030")


def settle(drafter: Screen, answer: bytes) -> Screen:
    return drafter.attach("银行回盘文件", "return.csv", answer, "text/csv").press("登记回盘")


def fen(rows: list[dict[str, str]]) -> int:
    return sum(fen_of(row["金额（元）"]) for row in rows)


def fen_of(yuan: str) -> int:
    whole, _, rest = yuan.replace(",", "").partition(".")
    return int(whole) * 100 + int(rest)
