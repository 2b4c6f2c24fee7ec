"""The same services for whoever sees badly or has no JavaScript, and over a thin line."""

from typing import Any

import pytest

from tests.journeys.screen import PHONE, Cast, Screen
from tests.journeys.test_self_assessment import answer_the_rest, where_and_who
from tests.journeys.test_story import add_item, add_member, number

pytestmark = pytest.mark.browser

NAME, CHILD = "穆秀莲", "穆小满"


@pytest.mark.parametrize(("edition", "order"), [("elder", 41), ("plain", 43)])
def test_a_family_goes_the_whole_way(cast: Cast, edition: str, order: int) -> None:
    """To the receipt of the application; then another one, of the same edition, from its letter."""
    family = cast.window(PHONE, edition).go("/")
    assert family.page.locator("html.elder").count() == (edition == "elder")
    family.follow("我能享受什么")
    where_and_who(family)
    answer_the_rest(family)
    family.reads("可能符合（", "最低生活保障")
    the_family_applies(cast, family, f"137000201{order}", order)
    family.close()
    granted = cast.world.stage("decided")
    the_decision_is_read(cast.citizen(granted["phone"], edition), granted["name"])


def the_family_applies(cast: Cast, family: Screen, phone: str, order: int) -> None:
    family.go("/").follow("我申请过")
    cast.sign_in(family, phone).go("/").follow("我要申请")
    family.pick("地方", "益阳市 资阳区").press("下一步")
    family.pick("乡镇或街道", "长春镇").press("下一步")
    family.pick("村或社区", "甘溪港村委会").press("下一步")
    family.fill("姓名", NAME).fill("身份证号码", number("19790305", order))
    family.tick("农村（农业）户口").fill("门牌或组号", "六组 2 号").press("下一步")
    family.pick("在上学吗", "不上学").pick("有残疾证吗", "没有").pick("身体有病吗", "没有")
    family.press("下一步")
    add_member(family, CHILD, number("20150909", order), "子女", "小学、初中", "没有")
    family.follow("下一步")
    add_item(family, "打工、上班的工资", "600", NAME)
    family.follow("写完了，下一步").fill("开户银行", "湖南农村商业银行")
    family.fill("银行账号", f"62179900000000201{order}").press("保存，下一步")
    family.follow("在这部手机上签")
    the_pen_or_the_tick(family)
    family.follow("下一步").reads("这里只是估计").press("提交申请")
    family.reads("申请已经提交", "SQ430902-").follow("看办理进度").reads("最低生活保障")


def the_pen_or_the_tick(family: Screen) -> None:
    """Where nothing can be drawn, an officer sees the person: the tick stands for the pen."""
    if family.edition == "plain":
        assert not family.page.locator("canvas").is_visible()
        family.tick("不能在屏幕上签名，请工作人员当面确认")
        family.press("签好了").reads("当面签名")
    else:
        family.draw().press("签好了").hides("还没签")


def the_decision_is_read(family: Screen, name: str) -> None:
    family.follow("最低生活保障 ·").follow("看决定书").reads(name, "已经批准", "行政复议")
    family.page.get_by_role("checkbox").first.check()
    family.press("我已看过").reads("已于", "送达")
    assert family.fetch(family.link("打开可打印的决定书")).startswith(b"%PDF")
    family.go("/").follow("最低生活保障 ·").reads("每月低保金")
    assert family.fetch(family.link("打印低保证")).startswith(b"%PDF")
    family.close()


def test_the_first_page_comes_quickly_over_a_thin_line(cast: Cast) -> None:
    """HTML, styles, scripts and all else of a first visit, as they went over the wire."""
    first, done = cast.window(PHONE), list[Any]()
    first.page.on("requestfinished", lambda one: done.append(one))
    first.go("/")
    sizes = [one.sizes() for one in done]
    total = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
    assert len(done) >= 5
    assert total <= 150 * 1024, {one.url: one.sizes()["responseBodySize"] for one in done}
    first.close()
