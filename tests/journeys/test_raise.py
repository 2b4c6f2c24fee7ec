"""Ziyang's raise of 2023, as it was: 4,600 → 5,016 yuan a year in the country, 600 → 650 yuan a
month in town, from January, paid in April. Proposed, tried out, checked, listed, approved, paid."""

from collections.abc import Iterator

import pytest

from tests.journeys.screen import Cast, Screen
from tests.journeys.steps import a_run_at_the_bank, answer_of_the_bank, rows_sent, settle
from tests.journeys.world import World, a_world, wait_for

pytestmark = pytest.mark.browser

RURAL, URBAN = "农村低保标准", "城市低保标准"
NOTICE = "资阳区 2023 年提高城乡低保标准"
ALONE, IN_TOWN, WITH_INCOME, GROWN, LEFT = "谭福生", "涂秋香", "邓桂莲", "贺春花", "詹满堂"
JUST_OVER = "阳玉娥"
PHONE_OF_ONE, PHONE_OF_WHO_MAY_ASK = "13800012003", "13800012006"

# paid, by the new standard, and the difference, month by month; then what is owed in all
LISTED = {
    # alone and ill: 4,600 / 12 and half of it again; 5,016 / 12 and half of it again
    ALONE: [("575.00", "627.00", "52.00")] * 3 + ["156.00"],
    # 600 − 150 of pension, and half of 600; 650 − 150, and half of 650
    IN_TOWN: [("750.00", "825.00", "75.00")] * 3 + ["225.00"],
    # two with 500 of pension a month, rounded once a month and before subtracting
    WITH_INCOME: [("266.67", "336.00", "69.33")] * 3 + ["207.99"],
    # two in January and February; three from March
    GROWN: [("803.34", "900.40", "97.06")] * 2 + [("1,301.67", "1,443.80", "142.13"), "336.25"],
    # gone in March
    LEFT: [("475.00", "527.00", "52.00")] * 2 + ["104.00"],
}
APRIL = {  # the month by the new standard, and what the months before it lack
    ALONE: "783.00", IN_TOWN: "1050.00", WITH_INCOME: "543.99", GROWN: "1780.05", LEFT: "104.00",
}  # fmt: skip
MAY = {ALONE: "627.00", IN_TOWN: "825.00", WITH_INCOME: "336.00", GROWN: "1443.80"}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Its own, in 2023: three months are paid by the old standards."""
    with a_world("raise-2023") as made:
        yield made


def test_the_raise_of_2023_from_the_proposal_to_the_bank(cast: Cast) -> None:
    proposer, checker = cast.officer("fuhe"), cast.officer("queren")
    propose(proposer, RURAL, "5016", "每年", "4,600.00 元/年")
    propose(proposer, URBAN, "650", "每月", "600.00 元/月")
    publish_the_inputs(proposer)
    try_out(checker)
    check(proposer, checker)
    list_the_differences(proposer)
    approve(proposer, checker)
    pay(cast, "2023-04", APRIL)
    the_family_sees_it(cast)
    who_may_ask_is_told_and_not_paid(cast, checker)
    nothing_is_paid_twice(cast, proposer)


# ── a new standard: proposed, tried out, checked ────────────────────────────────────────────────
def propose(desk: Screen, title: str, amount: str, period: str, now: str) -> None:
    desk.follow("政策参数").reads(title, now).open_row(title, "历年、提出新值")
    form = desk.page.locator("#propose")
    desk.fill(title, amount, within=form).pick("按什么公布", period, within=form)
    desk.fill("从哪天起", "2023-01-01", within=form).fill("依据", NOTICE, within=form)
    desk.tick("只看到转载", within=form).press("提出", within=form).reads("已经提出", "待核对")


def publish_the_inputs(desk: Screen) -> None:
    desk.follow("政策试算").press("更新测算数据")
    again(desk, "6 户")


def again(desk: Screen, *words: str) -> Screen:
    """Looks again until the worker has done it."""
    address = desk.page.url
    wait_for(
        lambda: all(word in desk.go(address).text() for word in words), f"{words} stand there", 60
    )
    return desk


def try_out(desk: Screen) -> None:
    """Before it is checked: both values are filled in, over those of today."""
    desk.follow("参数待核对").open_row(RURAL)
    desk.reads("5,016.00 元/年", "4,600.00 元/年", "从过去的日期起有效", NOTICE)
    desk.follow("试算", exact=True).reads("农村低保标准（4600 元/年，", "城市低保标准（600 元/月，")
    desk.press("开始试算").reads("农村低保标准改为 5016 元/年", "城市低保标准改为 650 元/月")
    desk.page.get_by_role("heading", name="费用：按项目").wait_for(timeout=60_000)
    desk.examine()
    assert figures(desk, "谁进谁出") == ["5", "0", "1", "0", "6", "0", "5,117.52"]
    assert figures(desk, "费用：按项目") == [
        "3,368.34", "40,420.08", "3,794.80", "45,537.60", "426.46",
    ]  # fmt: skip


def figures(desk: Screen, table: str) -> list[str]:
    """Of dibao, in households or yuan: now, then, and the difference."""
    section = desk.page.locator("section").filter(has=desk.page.get_by_role("heading", name=table))
    found: list[str] = (
        section.get_by_role("row", name="最低生活保障").get_by_role("cell").all_inner_texts()
    )
    return found


def check(proposer: Screen, checker: Screen) -> None:
    """Not by who proposed it."""
    for title in (RURAL, URBAN):
        proposer.follow("参数待核对").open_row(title).reads("由另一人核对")
        checker.follow("参数待核对").open_row(title).press("核对通过").reads("已经核对")


# ── the list of differences, and what becomes of it ─────────────────────────────────────────────
def list_the_differences(desk: Screen) -> None:
    desk.follow("提标补发").reads(NOTICE, "5,016.00 元/年", "650.00 元/月").press("生成清单")
    again(desk, "待审批").reads("补发合计", "1,029.24 元", "5 户，14 个户月", "可以申请的家庭 1")
    for name, (*months, total) in LISTED.items():
        cells = desk.row(f"{name[0]}*{name[-1]}").get_by_role("cell").all_inner_texts()
        was, new, more = (cells[n].split() for n in (2, 3, 4))
        assert list(zip(was, new, more, strict=True)) == months, name
        assert cells[5].strip() == total, name
    assert "2023-03 起家里有变化：家里添了人" in desk.row("贺*花").inner_text()
    assert "已终止" in desk.row("詹*堂").inner_text()


def approve(proposer: Screen, checker: Screen) -> None:
    proposer.reads("等待另一个人审批").hides("审批通过")
    checker.follow("提标补发").open_row("2023-01").press("审批通过")
    again(checker, "已办结").reads("补发已经入账，随下一批发放。", "已入账")


def pay(cast: Cast, month: str, sums: dict[str, str]) -> None:
    """The file for the bank has these sums and no other; it pays them all."""
    drafter = a_run_at_the_bank(cast, month)
    sent = rows_sent(drafter)
    assert {row["户名"]: row["金额（元）"] for row in sent} == sums
    assert len(sent) == len(sums)
    settle(drafter, answer_of_the_bank(sent, f"{month}-03")).reads("已结清").close()


def the_family_sees_it(cast: Cast) -> None:
    phone = cast.citizen(PHONE_OF_ONE).follow("最低生活保障 ·")
    phone.reads("每月合计\n336.00 元/月", "2023 年 4 月\n543.99 元 · 已到账").close()


def who_may_ask_is_told_and_not_paid(cast: Cast, desk: Screen) -> None:
    """Two with 9,600 yuan a year: 400 over the old line, 432 below the new one."""
    desk.follow("可以申请的家庭").reads("阳*娥", "36.00", "2023-04-03", "以前的月份不补")
    phone = cast.citizen(PHONE_OF_WHO_MAY_ASK).follow("我的消息")
    phone.reads("标准提高了", "要您提出申请才能办", "以前的月份不补").close()
    village = cast.officer("cunwei").follow("帮助申请").reads(JUST_OVER, "以前的月份不补")
    village.close()


def nothing_is_paid_twice(cast: Cast, desk: Screen) -> None:
    desk.follow("提标补发").reads("没有等待补发的新标准", "已办结").close()
    cast.world.move_clock("+30d")
    pay(cast, "2023-05", MAY)
