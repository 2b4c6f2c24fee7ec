"""Without signing in a family finds out what it may ask for, and begins an application with it."""

import pytest

from tests.journeys.screen import PHONE, Cast, Screen

pytestmark = pytest.mark.browser

MOBILE = "13700020091"
VILLAGE = "甘溪港村委会"
LATER = {"您家在哪里", "谁和您一起生活"}


def test_a_family_finds_out_and_applies(cast: Cast) -> None:
    family = cast.window(PHONE).go("/").follow("我能享受什么")
    where_and_who(family)
    screens = answer_the_rest(family)
    assert len(screens) + len(LATER) <= 12
    family.reads("可能符合（", "最低生活保障", "仍然可以申请").hides("不予", "拒绝")
    back_and_forth(family)
    into_an_application(cast, family)


def where_and_who(family: Screen) -> None:
    family.reads("不用登录，不留记录。")
    family.pick("户口在哪里", "益阳市资阳区").tick("农村（农业）户口").press("下一步")
    family.fill("周岁", "46").pick("性别", "女").press("＋ 加一个人")
    child = person(family, "第 2 个人")
    family.pick("是您的什么人", "子女", within=child).fill("周岁", "十二", within=child)
    family.pick("性别", "男", within=child).pick("在上学吗", "小学、初中", within=child)
    family.press("下一步").reads("请填整数，例如 3。")
    family.fill("周岁", "12", within=person(family, "第 2 个人")).press("下一步")


def person(family: Screen, title: str) -> object:
    return family.page.get_by_role("group", name=title, exact=True)


def answer_the_rest(family: Screen) -> list[str]:
    """Whatever is asked, in the order in which it is asked."""
    seen: list[str] = []
    while (heading := family.page.locator("h1").inner_text()) != "您可能享受的救助":
        assert heading not in seen, f"asked twice: {heading}"
        seen.append(heading)
        ANSWERS[heading](family)
        family.press("下一步")
    return seen


def health(family: Screen) -> None:
    family.pick("身体有病吗", "有大病", within=person(family, "您本人"))


def work(family: Screen) -> None:
    family.pick("现在做什么", "干不了活").fill("过去 12 个月一共挣了多少", "0")


def money(family: Screen) -> None:
    family.fill("每个月的养老金、退休金", "0").fill("一年的房租、地租、利息", "0")
    family.fill("亲友一年给的钱", "600").fill("一年的其他收入", "0")


def asset(family: Screen) -> None:
    family.fill("存款、现金、理财一共多少", "2000").fill("有几套房", "1")
    family.fill("房子一共多少平方米", "80")


def expense(family: Screen) -> None:
    family.fill("看病自己花了多少", "9800").fill("上学自己花了多少", "0")
    family.fill("残疾康复自己花了多少", "0")


def nothing(family: Screen) -> None:
    """As it stands: no, none, at home."""


ANSWERS = {
    "身体怎么样": health,
    "是不是都在一起生活": nothing,
    "靠什么干活挣钱": work,
    "养老金和其他收入": money,
    "存款、房子和车": asset,
    "过去一年的大开支": expense,
    "分开住、该给您钱的亲人": nothing,
    "最近有没有急事": nothing,
    "有下面这些情况吗": nothing,
}


def back_and_forth(family: Screen) -> None:
    """The page's own way back keeps what was said; so does the browser's."""
    family.press("上一步，改回答")
    heading = family.page.locator("h1").inner_text()
    family.press("上一步")
    assert family.page.locator("h1").inner_text() != heading
    while family.page.locator("h1").inner_text() != "您可能享受的救助":
        family.press("下一步")
    family.page.go_back()
    assert family.page.locator("h1").inner_text() == heading
    family.press("下一步").reads("可能符合（")


def into_an_application(cast: Cast, family: Screen) -> None:
    family.press("用这些回答申请")
    known = cast.texts_to(MOBILE)
    family.fill("手机号码", MOBILE).press("获取验证码")
    family.fill("6 位验证码", cast.code_sent_to(MOBILE, known)).press("登录")
    family.pick("乡镇或街道", "长春镇").press("下一步")
    family.pick("村或社区", VILLAGE).press("下一步")
    family.fill("姓名", "罗春梅", within=person(family, "您本人"))
    family.fill("姓名", "罗小禾", within=person(family, "子女（12 岁）"))
    family.fill("门牌或组号", "五组 8 号").press("下一步")
    family.reads("谁和您一起生活", "罗春梅", "罗小禾").follow("下一步")
    family.reads("存款、现金、理财", "2,000.00", "看病自己花的钱", "9,800.00").close()
