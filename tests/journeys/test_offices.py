"""Officers among themselves: whose relative it is, and who decides instead."""

import pytest

from tests.journeys.screen import PHONE, Cast, Screen
from tests.journeys.steps import record_visit, the_sheet_hangs_and_comes_down

pytestmark = pytest.mark.browser

OWN_KIN = "这一家有您备案的近亲属，请交给其他同事办理。"


def test_a_leader_s_relative_is_decided_without_the_leader(cast: Cast) -> None:
    family = cast.world.stage("checked")
    name = family["name"]
    the_leader_files_and_steps_aside(cast, name, family["number"])
    the_acting_leader_goes_on(cast, name)
    the_sheet_hangs_and_comes_down(cast, family)
    reviewer = the_county_must_see_the_family_first(cast, name)
    two_of_the_county_visit(cast, name)
    the_county_decides(cast, reviewer, name)


def the_leader_files_and_steps_aside(cast: Cast, name: str, number: str) -> None:
    leader = cast.officer("shenhe").follow("近亲属备案")
    line = leader.page.get_by_role("group", name="第 1 人")
    leader.pick("关系", "父母", within=line).fill("姓名", name, within=line)
    leader.fill("身份证号码", number, within=line).press("备案")
    leader.reads("已经备案", f"父母 {name}").hides(number)
    leader.follow("拟定意见").open_row(name).reads(OWN_KIN)
    leader.follow("打开全案").follow("认定家庭成员").reads(OWN_KIN)
    leader.follow("代理岗位").pick("代理哪个岗位", "乡镇（街道）审核 · 王建军")
    leader.pick("由谁代理", "周敏").fill("到哪天止", "2026-12-31").press("指定")
    leader.reads("已经指定").close()


def the_acting_leader_goes_on(cast: Cast, name: str) -> None:
    """The town sees that nobody's relative is named to it: the register stays with the county."""
    acting = cast.officer("shouli").follow("换岗位").press("使用这个岗位").reads("周敏（代）")
    acting.hides("近亲属备案登记册").follow("拟定意见").open_row(name).hides("王建军")
    acting.follow("打开全案").hides("王建军").follow("认定家庭成员").press("按此认定")
    acting.follow("办理", exact=True).press("按现有核实结果测算").reads("每月低保金", "符合")
    acting.tick("建议纳入").fill("理由", "家庭人均收入低于标准，财产符合规定。").press("提出意见")
    acting.reads("建议纳入", "周敏（代）")
    acting.follow("待公示").tick(f"选择 {name}").press("制作公示").reads(name, "待张贴").close()


def the_county_must_see_the_family_first(cast: Cast, name: str) -> Screen:
    reviewer = cast.officer("fuhe").follow("近亲属备案登记册").open_row("王建军", "查看")
    reviewer.fill("用途", "区县入户前核对").press("查看").reads(name)
    reviewer.follow("待复核").open_row(name)
    # the lot may have fallen on it besides: that is named behind the relative
    reviewer.reads("这一家须由区县民政入户核实（近亲属备案", "完成后才能办理。")
    assert reviewer.page.get_by_role("button", name="提出决定").is_disabled()
    return reviewer


def two_of_the_county_visit(cast: Cast, name: str) -> None:
    field = cast.officer("fuhe2", PHONE).follow("区县入户")
    field.open_row(name, "安排入户").pick("第一核实人", "孟凡林（县级复核）")
    field.pick("第二核实人", "何静（经济状况核对）")
    field.press("安排").reads("孟凡林", "何静").follow("去填写")
    record_visit(field, name, (name, name[0] + "小满"))


def the_county_decides(cast: Cast, reviewer: Screen, name: str) -> None:
    reviewer.follow("待复核").open_row(name).hides("须由区县民政入户核实")
    form = reviewer.page.locator("form").filter(has_text="拟定结果")
    reviewer.tick("纳入").fill("理由", "区县入户核实，同意审核意见。", within=form)
    reviewer.press("提出决定").reads("已拟定，待确认").close()
    decider = cast.officer("queren").follow("待确认").open_row(name)
    decider.press("确认决定").reads("纳入，自", "待送达").close()
