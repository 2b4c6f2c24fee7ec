"""What the bank sends back is told to the family, and one answer counts once."""

import csv
import io
from collections.abc import Iterator

import pytest

from tests.journeys.screen import Cast, Screen
from tests.journeys.world import World, a_world

pytestmark = pytest.mark.browser

Family = dict[str, str]
DISTRICT = "资阳区"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Its own: no other family may stand in this run."""
    with a_world() as made:
        yield made


def test_what_the_bank_sends_back_is_told_and_taken_once(cast: Cast) -> None:
    cast.world.stage("granted")
    family = cast.world.stage("granted")
    cast.world.move_clock("+25d")
    a_run_comes_back(cast, "2026-10", family)
    the_family_is_told(cast, family)


# ── a run, of which one line comes back ─────────────────────────────────────────────────────────
def a_run_comes_back(cast: Cast, month: str, family: Family) -> None:
    """A second window still shows the form and sends the same file again."""
    drafter = a_run_at_the_bank(cast, month)
    sent = rows_sent(drafter)
    other = cast.window(drafter.size)
    other.page.context.add_cookies(drafter.page.context.cookies())
    other.go(drafter.page.url).reads("登记回盘")
    answer = answer_of_the_bank(sent, "2026-10-09", family["name"])
    settle(drafter, answer).reads("已结清", "已到账", "退回", "账户异常")
    before = drafter.page.get_by_role("table").inner_text()
    settle(other, answer).reads("已结清").close()
    drafter.go(drafter.page.url)
    assert drafter.page.get_by_role("table").inner_text() == before
    drafter.close()


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


def the_family_is_told(cast: Cast, family: Family) -> None:
    """The message says what to do; nothing of a sum stands on the lock screen."""
    phone = cast.citizen(family["phone"]).follow("我的消息")
    phone.reads("请核对账户", "银行没有办成，钱没有少").close()
    assert not any("元" in text for text in cast.texts_to(family["phone"]))
