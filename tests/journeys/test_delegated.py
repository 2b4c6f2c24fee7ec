"""A town that decides itself: Changzhou's towns confirm for the county, which only looks on. Every
step is on its real page; the family's way up to the receipt is staged."""

import re
from datetime import date

import pytest

from doudi.common.workdays import add_workdays
from tests.journeys.screen import Cast, Screen
from tests.journeys.steps import (
    Family,
    record_visit,
    the_letter_is_read,
    the_sheet_hangs_and_comes_down,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]

PLACE = "320412104220"
LIMIT = 20  # working days: 民发〔2021〕57号 art. 22, also where the confirming is delegated
TOWN = "遥观镇人民政府"
TOWNSPEOPLE = ("薛敏", "钱志刚", "史文娟", "顾伟", "陆佳怡")
COUNTY, REVIEWER = "常州经济开发区社会保障局", "许建明"
# a full register that has no record says zero
REGISTERS = ("公安", "民政", "市场监管", "不动产登记", "住房公积金", "证券", "残联", "司法")
ANSWERED = {
    "人社": ("近 12 个月职工养老金", "近 12 个月城乡居民基础养老金", "近 12 个月失业保险金"),
    "税务": ("近 12 个月工资薪金", "近 12 个月经营所得"),
    "银行": ("存款和理财余额",),
    "商业保险": ("商业保险现金价值",),
    "支付机构": ("支付账户余额",),
}


def test_a_town_decides_and_the_county_looks_on(cast: Cast) -> None:
    family = cast.world.stage("accepted", PLACE)
    the_town_asks_and_plans(cast, family)
    a_social_worker_goes_along(cast, family)
    the_sources_answer(cast, family)
    the_leader_gives_an_opinion(cast, family)
    the_sheet_hangs_and_comes_down(cast, family, by="czcunwei")
    the_leader_proposes_in_the_town(cast, family)
    another_person_of_the_town_decides(cast, family)
    the_letter_is_read(cast, family, "已经批准", TOWN)
    the_county_reads_only(cast, family)
    another_district_sees_nothing(cast, family)


def case_of(screen: Screen, family: Family) -> Screen:
    """By the search of every desk page, which opens the only case that is found."""
    with screen.page.expect_event("load"):
        screen.fill("搜索", family["number"]).page.keyboard.press("Enter")
    return screen.examine().reads(family["name"], "办理进度")


def grandchild(family: Family) -> str:
    return f"{family['name'][0]}小满"


# ── examination ─────────────────────────────────────────────────────────────────────────────────
def the_town_asks_and_plans(cast: Cast, family: Family) -> None:
    town = case_of(cast.officer("czshouli"), family)
    the_limit_is_twenty_working_days(town)
    case = town.page.url
    town.press("发起经济状况核对").go(case).follow("安排入户核实")
    town.pick("第一核实人", "顾伟（入户核实）")
    town.pick("第二核实人", "陆佳怡（社会工作者）")
    town.press("安排").reads("顾伟", "陆佳怡").close()


def the_limit_is_twenty_working_days(town: Screen) -> None:
    found = re.search(r"受理\s+(\d{4}-\d\d-\d\d) \d\d:\d\d", town.text())
    assert found, town.text()
    due = add_workdays(date.fromisoformat(found.group(1)), LIMIT)
    assert f"最晚答复\n{due}" in town.text()


def a_social_worker_goes_along(cast: Cast, family: Family) -> None:
    """The second of the two is no civil servant; Jiangsu's towns may send one along."""
    second = cast.officer("czshegong").follow("我的入户")
    second.reads(family["name"], "顾伟").close()
    first = cast.officer("czheshi").follow("我的入户")
    stop = first.page.locator("section").filter(has_text=family["name"])
    first.follow("开始入户核实", within=stop)
    record_visit(first, family["name"], (family["name"], grandchild(family)))


def the_sources_answer(cast: Cast, family: Family) -> None:
    """The district's centre answers for its sources; that is no decision."""
    desk = cast.officer("czhedui").open_row("经济状况核对").open_row(family["name"])
    desk.press("向全部来源发函")
    adult, child = family["name"], grandchild(family)
    for source in (*REGISTERS, "农业农村"):
        record(desk, source, "无记录")
    for source, fields in ANSWERED.items():
        record(desk, source, "已回复", {f"{field} · {adult}": "0" for field in fields})
    own = {f"近 12 个月医疗自付 · {name}": "0" for name in (adult, child)}
    record(desk, "医保", "已回复", own)
    record(desk, "教育", "已回复", schools={adult: "不在读", child: "小学或初中"})
    desk.press("出具报告").close()


def record(
    desk: Screen,
    source: str,
    state: str,
    yuan: dict[str, str] | None = None,
    schools: dict[str, str] | None = None,
) -> None:
    desk.follow(source, within=desk.row(source)).tick(state).fill("数据截至", "2026-09-14")
    for label, amount in (yuan or {}).items():
        desk.fill(label, amount)
    for name, school in (schools or {}).items():
        desk.pick(f"在读阶段 · {name}", school)
    desk.press("保存")


# ── opinion and decision, both in the town ──────────────────────────────────────────────────────
def the_leader_gives_an_opinion(cast: Cast, family: Family) -> None:
    leader = case_of(cast.officer("czshenhe"), family).follow("办理时限")
    leader.reads(f"受理之日起 {LIMIT} 个工作日", "镇（街道）受委托确认").hides("区县")
    leader.follow("回到申请").follow("认定家庭成员").press("按此认定")
    leader.follow("拟定意见").open_row(family["name"])
    leader.press("按现有核实结果测算").reads("每月低保金", "符合")
    leader.tick("建议纳入").fill("理由", "家庭人均收入低于标准，财产符合规定。").press("提出意见")
    leader.reads("建议纳入").follow("待公示").tick(f"选择 {family['name']}").press("制作公示")
    leader.reads(family["name"], "待张贴").close()


def the_leader_proposes_in_the_town(cast: Cast, family: Family) -> None:
    leader = cast.officer("czshenhe").follow("待复核").open_row(family["name"])
    leader.hides("须由区县民政入户核实")
    form = leader.page.locator("form").filter(has_text="拟定结果")
    leader.tick("纳入").fill("理由", "公示期满没有异议。", within=form)
    leader.press("提出决定").reads("已拟定，待确认")
    leader.hides("确认决定").close()


def another_person_of_the_town_decides(cast: Cast, family: Family) -> None:
    decider = cast.officer("czqueren").follow("待确认").open_row(family["name"])
    decider.press("确认决定").reads("纳入，自 20", "待送达").close()


# ── who looks on, and who does not ──────────────────────────────────────────────────────────────
def the_county_reads_only(cast: Cast, family: Family) -> None:
    """It answers for the town, so it reads the case; none of the steps was its own."""
    county = cast.officer("czfuhe").follow("待复核").hides(family["name"])
    case_of(county.follow("区县入户").hides(family["name"]), family)
    case = county.page.locator("main")
    assert case.get_by_role("button").count() == 0
    told = case.inner_text()
    assert "接下来" not in told
    assert COUNTY not in told
    assert REVIEWER not in told
    trail = case.locator("section").filter(has_text="办理进度").last.inner_text()
    assert all(name in trail for name in TOWNSPEOPLE), trail
    assert f"{TOWN} 史文娟" in trail
    county.close()


def another_district_sees_nothing(cast: Cast, family: Family) -> None:
    elsewhere = cast.officer("fuhe").follow("待复核").hides(family["name"])
    elsewhere.follow("公示中").hides("遥观村").follow("在享待遇").hides(family["name"])
    with elsewhere.page.expect_event("load"):
        elsewhere.fill("搜索", family["number"]).page.keyboard.press("Enter")
    elsewhere.examine().reads("没有找到", "只能找到您负责的地方的申请").hides(family["name"])
    address = f"{cast.world.url}/desk/cases/{family['case']}/"
    assert elsewhere.page.context.request.get(address).status == 404
    elsewhere.close()
