"""One family applies from a phone, and is paid: every step on its real page."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator

import pytest

from demo.families import FAMILIES
from demo.pictures import photograph
from doudi.common.identity import check_digit
from tests.journeys.screen import PHONE, Cast, Screen, keep_page
from tests.journeys.world import World, a_world

pytestmark = [pytest.mark.browser, pytest.mark.long]

MOBILE, SPOUSE_MOBILE = "13700020001", "13700020002"
NAMES = ("邓秀英", "肖国强", "肖小禾")
VILLAGE = "甘溪港村委会"
NEIGHBOUR = FAMILIES[0].members[0].name


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Its own: the month is paid to this family alone."""
    with a_world() as made:
        yield made


def number(born: str, order: int) -> str:
    """An identity number of nobody, with a valid check digit."""
    first17 = f"430902{born}{order:03d}"
    return first17 + check_digit(first17)


def test_family_applies_and_is_paid(cast: Cast) -> None:
    the_family_applies(cast)
    the_village_takes_in(cast)
    case = the_town_accepts(cast)
    cast.world.move_clock("+1d")
    the_town_visits(cast, case)
    the_sources_answer(cast)
    the_town_gives_its_opinion(cast, case)
    the_village_hangs_the_sheet(cast)
    cast.world.move_clock("+8d")
    the_district_decides(cast)
    the_letter_is_served(cast)
    cast.world.move_clock("+16d")
    the_month_is_paid(cast)
    the_family_sees_it_all(cast)
    the_trail_and_the_decisions_hold(cast)


# ── the family, on a phone ──────────────────────────────────────────────────────────────────────
def the_family_applies(cast: Cast) -> None:
    family = cast.citizen(MOBILE).follow("我要申请")
    family.pick("地方", "益阳市 资阳区").press("下一步")
    family.pick("乡镇或街道", "长春镇").press("下一步")
    family.pick("村或社区", VILLAGE).press("下一步")
    family.fill("姓名", NAMES[0]).fill("身份证号码", number("19740305", 22))
    family.tick("农村（农业）户口").fill("门牌或组号", "三组 12 号").press("下一步")
    family.pick("在上学吗", "不上学").pick("有残疾证吗", "没有").pick("身体有病吗", "没有")
    family.press("下一步")
    add_member(family, NAMES[1], number("19710501", 13), "配偶", "不上学", "肢体残疾", "二级")
    add_member(family, NAMES[2], number("20140909", 24), "子女", "小学、初中", "没有")
    family.reads(*NAMES).follow("下一步")
    add_item(family, "打工、上班的工资", "1200", NAMES[0])
    add_item(family, "存款、现金、理财", "6240")
    add_item(family, "看病自己花的钱", "9800", NAMES[1], "一年一共")
    family.follow("写完了，下一步")
    family.fill("开户银行", "湖南农村商业银行").fill("银行账号", "6217990000000020001")
    family.press("保存，下一步")
    the_adults_sign(cast, family)
    family.follow("下一步").reads("按您填的情况，有可能符合条件。", "尾号 0001").shoot(
        "family-look"
    )
    family.press("提交申请").reads("申请已经提交", "SQ430902-")
    family.follow("看办理进度").reads("金额、决定和证件要本人才能看")
    cast.window(PHONE).go("/phone/").reads(SPOUSE_MOBILE).close()


def add_member(
    family: Screen, name: str, identity: str, relation: str, school: str, card: str, level: str = ""
) -> None:
    family.follow("加一个人")
    family.fill("姓名", name).fill("身份证号码", identity).pick("是您的什么人", relation)
    family.pick("在上学吗", school).pick("有残疾证吗", card).pick("身体有病吗", "没有")
    if level:
        family.pick("残疾证上的等级", level)
    family.press("保存")


def add_item(family: Screen, kind: str, yuan: str, person: str = "", per: str = "") -> None:
    family.follow(f"＋ {kind}").fill("多少钱", yuan)
    if person:
        family.pick("是谁的", person)
    if per:
        family.tick(per)
    family.press("保存")


def the_adults_sign(cast: Cast, family: Screen) -> None:
    """One on this phone, the other on an own phone by a link that works once."""
    family.follow("在这部手机上签", within=card(family, NAMES[0])).draw().shoot(
        "family-sign", "本人签名"
    )
    family.press("签好了")
    family.follow("用本人的手机签", within=card(family, NAMES[1]))
    family.fill("家人的手机号码", SPOUSE_MOBILE).press("做一个链接").reads(
        "签名链接已经用短信发给家人"
    )
    found = re.search(r"https?://\S+", cast.texts_to(SPOUSE_MOBILE)[0])
    assert found
    spouse = cast.window(PHONE).go(found.group()).reads(NAMES[1])
    spouse.draw().press("签好了").reads("签好了，谢谢您")
    assert spouse.page.context.request.get(found.group()).status == 410
    spouse.close()
    family.follow("返回").hides("还没签")


def card(screen: Screen, text: str) -> object:
    return screen.page.locator("section.dd-card").filter(has_text=text).last


# ── village and town ────────────────────────────────────────────────────────────────────────────
def the_village_takes_in(cast: Cast) -> None:
    village = cast.officer("cunwei").follow("村级初审")
    village.open_row(NAMES[0], "初审").shoot("village-first-view")
    village.tick("情况属实").fill("说明", "夫妻都在家，丈夫肢体残疾不能干重活，孩子上小学。")
    village.press("提交初审").reads("转到乡镇（街道）受理").close()


def the_town_accepts(cast: Cast) -> str:
    """Accepts with a receipt, asks for the check, plans the visit; gives the case's address."""
    town = cast.officer("shouli").follow("待受理").open_row(NAMES[0], "受理")
    town.press("受理，出具通知书").reads("已受理", "SL430902-")
    assert town.fetch(town.link("打印受理通知书")).startswith(b"%PDF")
    case = str(town.page.url)
    town.press("发起经济状况核对").reads("未查询", "未知")
    town.go(case).follow("安排入户核实")
    town.fill("入户日期", "2026-09-15").press("安排").reads("李娜", "陈立")
    town.close()
    return case


def the_town_visits(cast: Cast, case: str) -> None:
    field = cast.officer("heshi1").open_row("我的入户").follow("开始入户核实")
    page = field.page
    field.fill("家里谁接待了你们", NAMES[0]).press("开始记录")
    for name in NAMES:
        answer(field, "members", "当面核对了身份证", "是", name)
        answer(field, "members", "长期共同居住", "是", name)
    answer(field, "members", "申请用的手机号是申请人本人的", "是")
    field.press("保存这一部分", within=page.locator("#members")).shoot("visit-record")
    field.pick("现住房屋", "自有").pick("房屋状况", "一般")
    answer(field, "home", "见到家里使用的汽车", "否")
    field.press("保存这一部分", within=page.locator("#home"))
    answer(field, "neighbours", "走访了邻居或村（社区）", "是")
    field.pick("实际情况与申报", "基本一致")
    field.fill("核实情况说明", "三口人都在家，男方靠拐杖行走，房屋是平房。邻居说女方在镇上做零工。")
    field.press("保存这一部分", within=page.locator("#neighbours"))
    field.attach("拍一张照片", "house.jpg", photograph(5), "image/jpeg").press("保存照片")
    for who in ("家庭成员签名", "第一核实人签名", "第二核实人签名"):
        field.draw(who).press("保存签名", within=page.locator("form").filter(has_text=who))
    field.press("完成入户核实").reads("已完成", "照片 1")
    field.go(case).reads("入户核实").close()


def answer(field: Screen, part: str, question: str, option: str, person: str = "") -> None:
    scope = field.page.locator(f"#{part}")
    if person:
        scope = scope.get_by_role("group", name=person, exact=True)
    scope.get_by_role("group", name=question).get_by_label(option, exact=True).check()


# ── the check, source by source ─────────────────────────────────────────────────────────────────
def the_sources_answer(cast: Cast) -> None:
    """A bank that keeps silent is unknown, not zero; then it answers."""
    desk = cast.officer("hedui").open_row("经济状况核对").open_row(NAMES[0])
    desk.press("向全部来源发函")
    for source in ("公安", "民政", "人社", "市场监管", "不动产登记", "住房公积金", "证券", "司法"):
        record(desk, source, "无记录")
    record(desk, "农业农村", "无记录")
    adults = NAMES[:2]
    tax = {
        f"近 12 个月工资薪金 · {name}": yuan
        for name, yuan in zip(adults, ("14400", "0"), strict=True)
    }
    record(desk, "税务", "已回复", tax | {f"近 12 个月经营所得 · {n}": "0" for n in adults})
    record(desk, "商业保险", "已回复", {f"商业保险现金价值 · {n}": "0" for n in adults})
    record(desk, "支付机构", "已回复", {f"支付账户余额 · {n}": "0" for n in adults})
    own = {
        f"近 12 个月医疗自付 · {n}": yuan for n, yuan in zip(NAMES, ("0", "9800", "0"), strict=True)
    }
    record(desk, "医保", "已回复", own)
    cards = ("没有残疾证", "肢体二级", "没有残疾证")
    record(
        desk,
        "残联",
        "已回复",
        picks={f"残疾证类别和等级 · {n}": c for n, c in zip(NAMES, cards, strict=True)},
    )
    schools = ("不在读", "不在读", "小学或初中")
    record(
        desk,
        "教育",
        "已回复",
        picks={f"在读阶段 · {n}": s for n, s in zip(NAMES, schools, strict=True)},
    )
    record(desk, "银行", "未回复")
    assert "存款和理财余额：未知" in desk.row("银行").inner_text()
    desk.reads("已有结果 15，未知 1").shoot("check-sources", "人社")
    record(
        desk,
        "银行",
        "已回复",
        {f"存款和理财余额 · {n}": y for n, y in zip(adults, ("6240", "0"), strict=True)},
    )
    assert "未知" not in desk.row("银行").inner_text()
    desk.press("出具报告")
    assert desk.fetch(desk.link("打开报告")).startswith(b"%PDF")
    desk.close()


def record(
    desk: Screen,
    source: str,
    state: str,
    values: dict[str, str] | None = None,
    picks: dict[str, str] | None = None,
) -> None:
    desk.follow(source, within=desk.row(source)).tick(state)
    if state != "未回复":
        desk.fill("数据截至", "2026-09-14")
    for label, value in (values or {}).items():
        desk.fill(label, value)
    for label, option in (picks or {}).items():
        desk.pick(label, option)
    desk.press("保存")


# ── opinion, posting, decision, letter ──────────────────────────────────────────────────────────
def the_town_gives_its_opinion(cast: Cast, case: str) -> None:
    leader = cast.officer("shenhe").go(case).follow("认定家庭成员").press("按此认定")
    leader.follow("办理", exact=True).press("按现有核实结果测算").reads(
        "每月低保金", "1,325.07", "符合"
    )
    leader.tick("建议纳入").fill("理由", "家庭人均收入低于标准，财产符合规定。").press("提出意见")
    leader.reads("建议纳入").shoot("town-case")
    leader.follow("待公示").tick(f"选择 {NAMES[0]}").tick(f"选择 {NEIGHBOUR}").press("制作公示")
    leader.reads(NAMES[0], NEIGHBOUR, "待张贴")
    keep_page("posting-sheet", leader.fetch(leader.link("打印公示")))
    leader.close()


def the_village_hangs_the_sheet(cast: Cast) -> None:
    hang(cast.officer("cunwei").follow("公示中").open_row(VILLAGE)).close()
    anyone = cast.window(PHONE).go("/postings/").follow("长春镇").follow(VILLAGE)
    anyone.reads("审核公示", "邓*英", "1,325.07").hides(*NAMES, NEIGHBOUR).shoot("public-posting")
    anyone.close()


def hang(village: Screen) -> Screen:
    village.fill("张贴在哪里", "村务公开栏")
    village.attach("张贴后的照片", "board.jpg", photograph(9), "image/jpeg")
    return village.press("记录张贴").reads("公示中", "村务公开栏")


def the_district_decides(cast: Cast) -> None:
    """The sheet comes down; one person proposes, another decides."""
    village = cast.officer("cunwei").follow("公示中").open_row(VILLAGE)
    village.attach("撤下后公开栏的照片", "empty.jpg", photograph(11), "image/jpeg")
    village.press("已撤下").reads("已撤下").close()
    cast.window(PHONE).go("/postings/430902106219/").reads("现在没有公示").close()
    reviewer = cast.officer("fuhe").follow("待复核").open_row(NAMES[0])
    form = reviewer.page.locator("form").filter(has_text="拟定结果")
    reviewer.tick("纳入").fill("理由", "同意乡镇（街道）审核意见。", within=form)
    reviewer.press("提出决定").reads("已拟定，待确认").close()
    decider = cast.officer("queren").follow("待确认").open_row(NAMES[0])
    decider.press("确认决定").reads("纳入，自 2026-10 起", "待送达").close()


def the_letter_is_served(cast: Cast) -> None:
    """Handed over against a signature; then the sheet after the decision hangs."""
    village = cast.officer("cunwei").follow("待送达").open_row(NAMES[0])
    village.tick("当面送达").draw("收件人签名").press("记录送达").reads("已送达")
    town = cast.officer("shouli").follow("待公示").follow("待确认公布")
    town.tick(f"选择 {NAMES[0]}").press("制作公示").reads("确认公布").close()
    hang(village.follow("公示中").open_row("确认公布")).close()
    anyone = cast.window(PHONE).go("/postings/430902106219/")
    anyone.reads("确认公布", "邓*英", "1,325.07").hides(*NAMES).close()


# ── the month ───────────────────────────────────────────────────────────────────────────────────
def the_month_is_paid(cast: Cast) -> None:
    drafter = cast.officer("fafang").follow("资金发放")
    drafter.pick("发放月份", "2026-10").pick("发放地区", "资阳区").press("编制发放批次")
    drafter.reads("待审批", "1,325.07", "等待另一个人审批")
    run = drafter.page.url
    cast.officer("shenpi").follow("资金发放").open_row("2026-10").press("审批通过").close()
    drafter.go(run).press("生成银行文件").reads("还没有人登记银行收到")
    drafter.press("已送银行").reads("已登记：银行收到了文件")
    with drafter.page.expect_download() as waiting:
        drafter.page.get_by_role("link", name="下载银行文件（CSV）").click()
    sent = waiting.value.path().read_bytes()
    drafter.attach("银行回盘文件", "return.csv", answer_of_the_bank(sent), "text/csv")
    drafter.press("登记回盘").reads("已结清", "已到账").shoot("payment-run").close()


def answer_of_the_bank(sent: bytes) -> bytes:
    """Every line of the file paid, in the columns that banks send back."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("业务参考号", "金额（元）", "处理结果", "失败原因", "入账日期"))
    rows = list(csv.DictReader(io.StringIO(sent.decode("gb18030"))))
    assert [row["户名"] for row in rows] == [NAMES[0]]
    for row in rows:
        writer.writerow((row["业务参考号"], row["金额（元）"], "成功", "", "2026-10-09"))
    return text.getvalue().encode("gb18030")


# ── what the family sees ────────────────────────────────────────────────────────────────────────
def the_family_sees_it_all(cast: Cast) -> None:
    """The investigator saw the card, so that this phone now shows the family's own case."""
    family = cast.citizen(MOBILE).reads(f"{NAMES[0]}，您好", "6 步都已办完").shoot("family-home")
    family.follow("我的消息")
    family.reads(
        "申请已提交", "申请已受理", "审核意见已作出", "正在公示", "决定已作出", "银行有回音"
    )
    family.go("/").follow("最低生活保障 ·").reads(
        "减：工资性收入", "每月低保金", "已到账", "尾号 0001"
    )
    family.shoot("family-sheet", "每月的钱是怎么算的")
    certificate = family.fetch(family.link("打印低保证"))
    keep_page("certificate", certificate)
    family.follow("看决定书").reads("行政复议")
    assert family.fetch(family.link("打开可打印的决定书")).startswith(b"%PDF")
    family.close()
    anyone = cast.window(PHONE).go("/check/").fill("核对码", code_on(certificate)).press("核对")
    anyone.reads("证件有效", "邓*英", "3 人").hides(NAMES[0]).close()


def code_on(certificate: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=certificate, capture_output=True, check=True
    )
    text = done.stdout.decode()
    assert all(name in text for name in NAMES)
    found = re.search(r"核对码\s+([\w-]+)", text)
    assert found, text
    return found.group(1)


def the_trail_and_the_decisions_hold(cast: Cast) -> None:
    world = cast.world
    verified = world.doudi("audit", "verify", "--anchors", str(world.anchors))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    again = world.doudi("decisions", "recompute", "--all")
    assert again.returncode == 0, again.stdout + again.stderr
    assert json.loads(again.stdout)["decisions"] == 1
    assert json.loads(again.stdout)["different"] == 0
    assert "Traceback" not in world.logs(), world.logs()
