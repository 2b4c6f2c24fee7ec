"""What comes after the grant: a recheck that finds less, a death that leaves more to bridge,
a family that moves. Every step on its real page."""

import re
from typing import Any

import pytest

from tests.journeys.screen import Cast, Screen

pytestmark = pytest.mark.browser


def yuan(found: str) -> float:
    return float(found.replace(",", ""))


def opened(screen: Screen, summary: str) -> Any:
    """A part of the page that is folded, opened."""
    part = screen.page.locator("details").filter(has=screen.page.get_by_text(summary, exact=True))
    if part.first.get_attribute("open") is None:
        part.first.locator("summary").click()
    return part.first


# ── a recheck finds a pension: less, after the family was heard ─────────────────────────────────
def test_a_recheck_ends_in_less_after_the_family_was_heard(cast: Cast) -> None:
    family = cast.world.stage("recheck")
    the_leader_makes_it_a_change(cast, family)
    old, new = the_town_finds_a_pension(cast, family)
    assert yuan(new) < yuan(old)
    county = cast.officer("fuhe")
    nothing_is_proposed_unheard(county, family)
    the_family_says_what_it_thinks(cast, family, new)
    county.follow("待遇变更").open_row(family["name"])
    propose(county, "调减").reads("调减", "待确认")
    another_decides(cast, family, "钱是有，不过买药也要用。", new)
    the_family_reads_the_letter(cast, family, "定期核查发现", new)
    county.close()


def the_leader_makes_it_a_change(cast: Cast, family: dict[str, str]) -> None:
    leader = cast.officer("shenhe").follow("定期核查").open_row(family["name"])
    leader.reads("待核查", "未安排")
    leader.fill("发现的变化", "银行流水里每月有一笔养老金进账。").press("转为变更")
    leader.reads("已转为变更", "有变化，另行办理").follow("看这次变更").reads("定期核查发现")
    leader.close()


def the_town_finds_a_pension(cast: Cast, family: dict[str, str]) -> tuple[str, str]:
    town = cast.officer("shouli").follow("待遇变更").open_row(family["name"])
    town.fill("核实到是哪天发生的", "2026-08-20", within=opened(town, "核实")).press("确实如此")
    found = opened(town, "查明的情况")
    town.pick("查明了什么", "养老金、退休金（全年）", within=found)
    town.pick("是谁", family["name"], within=found).fill("金额", "3600", within=found)
    town.fill("从哪里知道的", "社会保险经办机构的发放记录", within=found).press("记下")
    town.press("按当月的成员和标准测算").reads("调减")
    ask = opened(town, "请家里在手机上说意见")
    told = ask.get_by_label("告诉家里什么").input_value()
    town.press("发给家里")
    town.close()
    sums = re.findall(r"[\d,]+\.\d\d", told)
    assert len(sums) == 2, told
    return sums[0], sums[1]


def nothing_is_proposed_unheard(county: Screen, family: dict[str, str]) -> None:
    county.follow("待遇变更").open_row(family["name"]).reads("先听取当事人的意见，才能拟定")
    propose(county, "调减").reads("减少、暂缓、终止或追回之前")


def propose(county: Screen, outcome: str) -> Screen:
    form = county.page.locator("form").filter(has_text="拟定结果")
    county.tick(outcome, within=form).fill("理由和证据", "已经核实，按规定重新计算。", within=form)
    return county.press("提出决定")


def the_family_says_what_it_thinks(cast: Cast, family: dict[str, str], new: str) -> None:
    phone = cast.citizen(family["phone"]).reads("想听听您的意见").follow("去写意见")
    phone.reads(new, "定期核查发现").fill("您的意见", "钱是有，不过买药也要用。").press("交上去")
    phone.reads("您的意见", "钱是有，不过买药也要用。").close()


def another_decides(cast: Cast, family: dict[str, str], *words: str) -> None:
    decider = cast.officer("queren").follow("待确认").open_row(family["name"])
    decider.reads(*words).press("确认决定").reads("确认", "待送达").close()


def the_family_reads_the_letter(cast: Cast, family: dict[str, str], *words: str) -> None:
    """Reading is service, if the family agrees; what one can do against it stands below."""
    phone = cast.citizen(family["phone"]).follow("最低生活保障 ·").follow("家里有变化")
    phone.follow(words[0]).reads(f"每月 {words[1]} 元", "月起")
    phone.follow("看决定书").reads(*words[1:], "行政复议", "要求复核")
    phone.tick("我已经看过这份决定书，同意用手机送达").press("我已看过").reads("送达").close()


# ── a death: less income, a larger gap ──────────────────────────────────────────────────────────
DEAD = "何长根"


def test_a_death_is_reported_and_the_gap_is_larger(cast: Cast) -> None:
    family = cast.world.stage("couple")
    the_family_reports_the_death(cast, family)
    old, new = the_town_confirms_and_computes(cast, family)
    assert yuan(new) > yuan(old)
    county = cast.officer("fuhe2").follow("待遇变更").open_row(family["name"])
    propose(county, "调增").reads("调增", "待确认").close()
    decider = cast.officer("queren2").follow("待确认").open_row(family["name"])
    decider.reads(new).press("确认决定").reads("确认", "待送达").close()
    the_family_reads_the_letter(cast, family, "有人去世", new)
    the_next_run_has(cast, yuan(old) + yuan(new))


def the_family_reports_the_death(cast: Cast, family: dict[str, str]) -> None:
    phone = cast.citizen(family["phone"]).follow("最低生活保障 ·").follow("家里有变化")
    phone.follow("报告变化").pick("发生了什么", "有人去世").pick("是谁", DEAD)
    phone.fill("哪天", "2026-09-12").fill("想补充的话", "老伴走了。").press("告诉工作人员")
    phone.reads("工作人员正在核实", "每月的钱照发", "老伴走了。").close()


def the_town_confirms_and_computes(cast: Cast, family: dict[str, str]) -> tuple[str, str]:
    town = cast.officer("shouli").follow("待遇变更").open_row(family["name"])
    town.reads("家庭自己报告", "老伴走了。", "三个月内办结").press("确实如此")
    town.press("按当月的成员和标准测算").reads("调增")
    card = town.page.locator("section.card").filter(has_text="会变成多少").inner_text()
    town.close()
    sums = re.findall(r"[\d,]+\.\d\d", card)
    assert len(sums) == 2, card
    return sums[0], sums[1]


def the_next_run_has(cast: Cast, amount: float) -> None:
    """This month at the old sum and the next at the new one, on one line; then it is taken back,
    so that the month is free for the other journeys."""
    drafter = cast.officer("fafang").follow("资金发放")
    drafter.page.get_by_label("发放月份").select_option(index=1)
    drafter.pick("发放地区", "资阳区").press("编制发放批次").reads("待审批", f"{amount:,.2f}")
    form = drafter.page.locator("form").filter(has_text="作废这一批")
    drafter.fill("原因", "重新编制。", within=form).press("作废这一批").reads("已作废").close()


# ── the whole family moves to the next town ─────────────────────────────────────────────────────
def test_a_family_moves_and_no_month_is_lost(cast: Cast) -> None:
    family = cast.world.stage("on_aid")
    amount = the_town_writes_down_the_move(cast, family)
    the_new_town_looks_again(cast, family)
    the_next_run_has(cast, 2 * amount)


def the_town_writes_down_the_move(cast: Cast, family: dict[str, str]) -> float:
    name = family["name"]
    town = cast.officer("shouli").follow("在享待遇")
    town.follow("", within=town.row(f"{name[0]}*{name[-1]}")).reads("甘溪港村")
    found = re.search(r"每月合计.*?([\d,]+\.\d\d)", town.text(), re.DOTALL)
    assert found, town.text()
    town.follow("登记变化").follow("全家搬到别处")
    town.pick("乡镇或街道", "新桥河镇").press("下一步")
    town.page.get_by_label("村或社区").select_option(index=1)
    town.press("下一步").reads("搬到", "新桥河镇").fill("门牌", "五组 3 号")
    town.press("登记迁移").hides(name).close()
    return yuan(found.group(1))


def the_new_town_looks_again(cast: Cast, family: dict[str, str]) -> None:
    """The months until the move are the old place's, those after it the new one's."""
    town = cast.officer("shouli2").follow("待遇变更").open_row(family["name"])
    town.reads("全家搬到别处", "新桥河镇", "迁往").press("按当月的成员和标准测算").reads("前后对照")
    town.follow("看待遇").reads("发放地方", "甘溪港村", "起由").close()
